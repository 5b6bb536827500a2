package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

const mebi = 1 << 20

// report writes the page. Ratios are taken between turns of the same round; what stands in the
// table is their median.
func report(o options, made images, measured map[string][]turn) string {
	var page strings.Builder
	scanned := measured[native][0].scans[0]
	fmt.Fprintf(&page, `# Benchmarks

What whole scans cost, all facts on, each in a fresh process with nothing cached. Written by `+"`make bench-scan`"+` on
%s, %d cores, Linux on %s. **Ratios count**: they are taken within one round, on the same layers; seconds say how fast
the machine was and what else it did.

## One image

%s: %d layers, %d MiB compressed, %d MiB of files unpacked, %d files, %d packages. Median of %d rounds in turns;
CPU includes the start of the process, and of the JVM. Least and most of the ratio in parentheses.

| what | CPU s | ratio of CPU to zlib's | wall s | MiB/s per core | peak RSS MiB |
| --- | --- | --- | --- | --- | --- |
`, processor(), runtime.NumCPU(), runtime.GOARCH, o.image, len(made.gzip.manifest.Layers), scanned.Pull/mebi,
		scanned.Disk/mebi, scanned.Files, scanned.Packages, len(measured[native]))
	for _, name := range []string{zlib, native, trained, pure, zstd, igzip, gzipTar, dive, syft} {
		row(&page, name, measured, scanned.Disk)
	}
	missing(&page, measured)
	grows(&page, o, made, measured)
	page.WriteString(bars(measured))
	return page.String()
}

func row(page *strings.Builder, name string, measured map[string][]turn, disk int64) {
	turns := measured[name]
	if len(turns) == 0 {
		return
	}
	var ratios []float64
	for i, one := range turns {
		ratios = append(ratios, one.cpu.Seconds()/measured[zlib][i].cpu.Seconds())
	}
	cpu := median(turns, func(t turn) float64 { return t.cpu.Seconds() })
	fmt.Fprintf(page, "| %s | %.2f | %.2f (%.2f–%.2f) | %.2f | %.0f | %.0f |\n", name, cpu, middle(ratios),
		slices.Min(ratios), slices.Max(ratios), median(turns, func(t turn) float64 { return t.wall.Seconds() }),
		float64(disk)/mebi/cpu, median(turns, func(t turn) float64 { return float64(t.rss) / mebi }))
}

func missing(page *strings.Builder, measured map[string][]turn) {
	var names []string
	for _, name := range []string{zstd, igzip, dive, syft} {
		if len(measured[name]) == 0 {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		fmt.Fprintf(page, "\nNot measured, since it is not installed or failed: %s.\n", strings.Join(names, ", "))
	}
}

// grows says what shared layers save, and what an image ten times as large takes up.
func grows(page *strings.Builder, o options, made images, measured map[string][]turn) {
	second := func(t turn) time.Duration {
		return time.Duration(t.scans[1].CPUMilliseconds-t.scans[0].CPUMilliseconds) * time.Millisecond
	}
	fmt.Fprintf(page, `
## New layers only

%s shares %d of its %d layers with %s, which the same process read before: %.2f s of CPU and %.2f s until the
answer.

## Memory

| image | compressed MiB | files | heap at its peak MiB | peak RSS MiB |
| --- | --- | --- | --- | --- |
`, o.image, made.shared, len(made.gzip.manifest.Layers), o.base,
		median(measured[onBase], func(t turn) float64 { return second(t).Seconds() }),
		median(measured[onBase], func(t turn) float64 { return float64(t.scans[1].Milliseconds) / 1000 }))
	for _, one := range []struct{ name, contestant string }{{o.small, small}, {o.image, native}} {
		turns := measured[one.contestant]
		fmt.Fprintf(page, "| %s | %d | %d | %.0f | %.0f |\n", one.name, turns[0].scans[0].Pull/mebi, turns[0].scans[0].Files,
			median(turns, func(t turn) float64 { return float64(t.scans[0].HeapPeak) / mebi }),
			median(turns, func(t turn) float64 { return float64(t.rss) / mebi }))
	}
	fmt.Fprintf(page, "\nScanned by `%s`.\n", o.flags())
}

// bars says which of the figures that were promised are met.
func bars(measured map[string][]turn) string {
	page := "\n## Bars\n\n| what | bar | measured | |\n| --- | --- | --- | --- |\n"
	for _, bar := range []struct {
		what, name string
		most       float64
	}{
		{"whole scan with ISA-L, CPU against zlib's", native, 0.6},
		{"whole scan without, CPU against zlib's", pure, 1.1},
	} {
		var ratios []float64
		for i, one := range measured[bar.name] {
			ratios = append(ratios, one.cpu.Seconds()/measured[zlib][i].cpu.Seconds())
		}
		page += fmt.Sprintf("| %s | ≤ %.1f | %.2f | %s |\n", bar.what, bar.most, middle(ratios), met(middle(ratios) <= bar.most))
	}
	heap := median(measured[native], func(t turn) float64 { return float64(t.scans[0].HeapPeak) / mebi })
	page += fmt.Sprintf("| heap at its peak | ≤ 128 MiB | %.0f MiB | %s |\n", heap, met(heap <= 128))
	if len(measured[syft]) > 0 {
		share := median(measured[native], rss) / median(measured[syft], rss)
		page += fmt.Sprintf("| RSS against syft's | ≤ 0.10 | %.2f | %s |\n", share, met(share <= 0.1))
	}
	return page
}

func rss(t turn) float64 { return float64(t.rss) }

func met(yes bool) string {
	if yes {
		return "met"
	}
	return "**missed**"
}

// flags are the JVM's options, without paths.
func (o options) flags() string {
	var kept []string
	for _, word := range strings.Fields(o.java)[1:] {
		if strings.HasPrefix(word, "-X") {
			kept = append(kept, word)
		}
	}
	return "java " + strings.Join(kept, " ")
}

func median(turns []turn, of func(turn) float64) float64 {
	var values []float64
	for _, one := range turns {
		values = append(values, of(one))
	}
	return middle(values)
}

func middle(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// processor is the name that the kernel has for it.
func processor() string {
	content, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for line := range strings.Lines(string(content)) {
			if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
				return strings.TrimSpace(value)
			}
		}
	}
	return "an unnamed processor"
}
