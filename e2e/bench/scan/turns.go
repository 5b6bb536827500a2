package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// contestant is a command that takes turns with the others.
type contestant struct {
	name    string
	command []string
	// ours prints a line of JSON for each image it scans.
	ours bool
}

// turn is what one run of a contestant took; rss is of the largest process in it.
type turn struct {
	wall, cpu time.Duration
	rss       int64
	scans     []scan
}

// scan is what our process says when it has read an image.
type scan struct {
	Milliseconds, CPUMilliseconds, HeapPeak, Files, Packages, Pull, Disk int64
}

const (
	zlib    = "zlib inflate, one thread"
	native  = "plimsoll"
	trained = "plimsoll, AOT cache"
	pure    = "plimsoll without ISA-L"
	zstd    = "plimsoll, zstd layers"
	small   = "plimsoll, small image"
	onBase  = "plimsoll, base known"
	igzip   = "igzip -dc"
	gzipTar = "gzip -dc, tar t"
	dive    = "dive"
	syft    = "syft"
)

func contestants(o options, made images) []contestant {
	files := made.gzip.files()
	all := []contestant{
		{name: zlib, command: zlibCommand(o, files)},
		{name: native, command: o.command(made.gzip.layout, made.gzip.digest), ours: true},
		{name: pure, command: withOption(o.command(made.gzip.layout, made.gzip.digest), "-Dplimsoll.isal=none"), ours: true},
		{name: small, command: o.command(made.small.layout, made.small.digest), ours: true},
		{name: onBase, command: o.command(made.gzip.layout, made.base.digest, made.gzip.digest), ours: true},
		{name: gzipTar, command: append([]string{"bash", "-c",
			`set -o pipefail; for f; do gzip -dc "$f" | tar t; done`, "bash"}, files...)},
	}
	if made.trained != "" {
		all = append(all, contestant{name: trained, ours: true, command: withOption(
			o.command(made.gzip.layout, made.gzip.digest), "-XX:AOTCache="+made.trained)})
	}
	if made.zstd != nil {
		all = append(all, contestant{name: zstd, command: o.command(made.zstd.layout, made.zstd.digest), ours: true})
	}
	if program := tool(o, igzip, "igzip", "Debian package isal"); program != "" {
		all = append(all, contestant{name: igzip, command: append([]string{"bash", "-c",
			`for f; do "$0" -dc "$f" || exit 1; done`, program}, files...)})
	}
	if program := tool(o, dive, "dive", "go install github.com/wagoodman/dive"); program != "" {
		all = append(all, contestant{name: dive, command: []string{
			program, "--ci", "--source", "docker-archive", filepath.Join(made.archive, "image.tar")}})
	}
	if program := tool(o, syft, "syft", "go install github.com/anchore/syft/cmd/syft"); program != "" {
		all = append(all, contestant{name: syft, command: []string{
			program, "scan", "-q", "--scope", "all-layers", "-o", "json", "oci-dir:" + made.single}})
	}
	return all
}

func zlibCommand(o options, files []string) []string {
	if o.zlib != "" {
		return append([]string{o.zlib}, files...)
	}
	say("no C compiler with zlib's headers: gzip -dc stands for zlib (Debian packages gcc, zlib1g-dev)")
	return append([]string{"gzip", "-dc"}, files...)
}

func withOption(command []string, option string) []string {
	return slices.Insert(command, 1, option)
}

// tool finds a program that need not be there; what is left out is said.
func tool(o options, row, program, how string) string {
	own := filepath.Join(o.tools, program)
	if _, err := os.Stat(own); err == nil && o.tools != "" {
		return own
	}
	if path, err := exec.LookPath(program); err == nil {
		return path
	}
	say("%s is not installed, so there is no row for it (%s)", row, how)
	return ""
}

// takeTurns runs all of them in each round, each round beginning with another.
func takeTurns(all []contestant, rounds int) (map[string][]turn, error) {
	measured := map[string][]turn{}
	for round := range rounds {
		for i := range all {
			one := all[(i+round)%len(all)]
			say("round %d of %d: %s", round+1, rounds, one.name)
			took, err := takeTurn(one)
			if err != nil {
				if one.name != dive && one.name != syft {
					return nil, err
				}
				say("%s failed, so there is no row for it: %v", one.name, err)
				all = slices.DeleteFunc(slices.Clone(all), func(c contestant) bool { return c.name == one.name })
				delete(measured, one.name)
				break
			}
			measured[one.name] = append(measured[one.name], took)
		}
	}
	return measured, nil
}

func takeTurn(one contestant) (turn, error) {
	command := exec.Command(one.command[0], one.command[1:]...)
	var out, failure bytes.Buffer
	if one.ours {
		command.Stdout = &out
	} else {
		null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		if err != nil {
			return turn{}, err
		}
		defer null.Close()
		command.Stdout = null
	}
	command.Stderr = &failure
	command.Env = append(os.Environ(), "SYFT_CHECK_FOR_APP_UPDATE=false", "CI=true")
	start := time.Now()
	err := command.Run()
	took := turn{wall: time.Since(start)}
	if err != nil {
		return took, fmt.Errorf("%s: %w: %s", one.name, err, lastLine(failure.String()))
	}
	usage := command.ProcessState.SysUsage().(*syscall.Rusage)
	took.cpu = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	took.rss = usage.Maxrss * 1024
	lines := bufio.NewScanner(&out)
	for lines.Scan() {
		var said scan
		if err := json.Unmarshal(lines.Bytes(), &said); err != nil {
			return took, fmt.Errorf("%s printed %q", one.name, lines.Text())
		}
		took.scans = append(took.scans, said)
	}
	return took, nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
