package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"plimsoll.dev/e2e/bench/internal/process"
)

// A report is all that a run has found.
type report struct {
	Environment environment            `json:"environment"`
	Processes   map[string]processUsed `json:"processes"`
	Bars        []bar                  `json:"bars,omitempty"`
	Rows        []row                  `json:"rows"`
	Cells       []cell                 `json:"cells"`
}

// The environment is what has to be known to judge the figures.
type environment struct {
	Time        time.Time      `json:"time"`
	Kubernetes  string         `json:"kubernetes"`
	Kernel      string         `json:"kernel"`
	Cores       int            `json:"cores"`
	Rounds      int            `json:"rounds"`
	Count       int            `json:"count"`
	WarmUp      int            `json:"warmUp"`
	LoadBefore  string         `json:"loadBefore"`
	LoadAfter   string         `json:"loadAfter"`
	ReviewBytes map[string]int `json:"reviewBytes"`
}

// isBusy says whether something else ran already when the benchmark began.
func (e environment) isBusy() bool {
	load, err := strconv.ParseFloat(e.LoadBefore, 64)
	return err == nil && load > float64(e.Cores)
}

type processUsed struct {
	PID           int     `json:"pid"`
	ResidentBytes int64   `json:"residentBytes"` // the median over all turns
	PeakBytes     int64   `json:"peakBytes"`
	IdleCPU       float64 `json:"idleCpuMillisecondsPerSecond"`
	// Milliseconds per request, the median of its own turns in that round: equal if it was warm.
	FirstRound float64 `json:"cpuInFirstRound,omitempty"`
	LastRound  float64 `json:"cpuInLastRound,omitempty"`
}

// A bar is a figure that was promised, and what it came to.
type bar struct {
	What        string  `json:"what"`
	Concurrency int     `json:"concurrency"`
	AtMost      float64 `json:"atMost"`
	Measured    float64 `json:"measured"`
	Met         bool    `json:"met"`
}

func (b *bench) report(cells []cell) report {
	var others []string
	for name := range b.options.processes {
		others = append(others, name)
	}
	slices.Sort(others)
	r := report{
		Environment: environment{
			Time: time.Now().UTC().Truncate(time.Second), Kubernetes: b.version, Kernel: firstWords("/proc/sys/kernel/osrelease", 1),
			Cores: runtime.NumCPU(), Rounds: b.options.rounds, Count: b.options.count, WarmUp: b.options.warmUp,
			LoadBefore: b.loads[0], LoadAfter: b.loads[1], ReviewBytes: map[string]int{},
		},
		Processes: map[string]processUsed{},
		Rows:      summarize(cells, others),
		Cells:     cells,
	}
	for workload, review := range b.scenario(allowAll).direct.reviews {
		r.Environment.ReviewBytes[workload] = len(review)
	}
	for name, pid := range b.processes {
		used := processUsed{PID: pid, IdleCPU: b.idle[name]}
		if memory, err := process.MemoryOf(pid); err == nil {
			used.PeakBytes = memory.Peak
		}
		var resident []float64
		for _, c := range cells {
			resident = append(resident, float64(c.Resident[name]))
		}
		used.ResidentBytes = int64(median(resident))
		used.FirstRound = cpuIn(cells, name, 1)
		used.LastRound = cpuIn(cells, name, b.options.rounds)
		r.Processes[name] = used
	}
	r.Bars = b.options.bars(r.Rows)
	return r
}

// cpuIn is the median CPU per request over the turns of one scenario in one round.
func cpuIn(cells []cell, scenario string, round int) float64 {
	var values []float64
	for _, c := range cells {
		if c.Scenario == scenario && c.Round == round {
			values = append(values, c.CPU[scenario])
		}
	}
	return median(values)
}

// bars compares the operator's figures for the first workload with what was promised.
func (o options) bars(rows []row) []bar {
	var bars []bar
	for _, r := range rows {
		if r.Scenario != plimsoll || r.Path != throughAPIServer || r.Workload != rows[0].Workload {
			continue
		}
		bars = append(bars,
			bar{"p50 through the API server against allow-all", r.Concurrency, o.barP50, r.ToAllowAll.Median, r.ToAllowAll.Median <= o.barP50},
			bar{"CPU per review against allow-all", r.Concurrency, o.barCPU, r.CPUToAllowAll.Median, r.CPUToAllowAll.Median <= o.barCPU})
	}
	return bars
}

func (r report) write(path string) error {
	content, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(content, '\n'), 0o644)
}

func (r report) print(out io.Writer) {
	e := r.Environment
	fmt.Fprintf(out, "Kubernetes %s, %d cores, load %s before and %s after; medians over %d rounds of %d requests a turn.\n",
		e.Kubernetes, e.Cores, e.LoadBefore, e.LoadAfter, e.Rounds, e.Count)
	fmt.Fprintf(out, "All processes share the machine: read the ratios (median, and least to most over the rounds).\n")
	if e.isBusy() {
		fmt.Fprintf(out, "Other programs were running: do it again on a quiet machine before you rely on a figure.\n")
	}
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	others := r.otherProcesses()
	fmt.Fprintf(table, "path\tworkload\tc\twebhook\tp50 ms\tp95\tp99\trps\tp50 / none\tp50 / allow-all\tCPU ms/req\tCPU / allow-all%s\n", headings(others))
	for _, row := range r.Rows {
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\t%.2f\t%.2f\t%.2f\t%.0f\t%v\t%v\t%s\t%v", row.Path, row.Workload, row.Concurrency, row.Scenario,
			row.P50, row.P95, row.P99, row.RPS, row.ToNone, row.ToAllowAll, row.cpu(), row.CPUToAllowAll)
		for _, name := range others {
			fmt.Fprintf(table, "\t%.3f", row.OtherCPU[name])
		}
		fmt.Fprintln(table)
	}
	table.Flush()
	r.printProcesses(out)
	for _, b := range r.Bars {
		verdict := "met"
		if !b.Met {
			verdict = "MISSED"
		}
		fmt.Fprintf(out, "bar %s: %s, %d at once: %.2f, at most %.2g\n", verdict, b.What, b.Concurrency, b.Measured, b.AtMost)
	}
}

func (r report) printProcesses(out io.Writer) {
	fmt.Fprintln(out)
	for _, name := range slices.Sorted(maps.Keys(r.Processes)) {
		p := r.Processes[name]
		fmt.Fprintf(out, "%s: %d MB resident, %d MB at most, %.1f ms CPU a second when idle",
			name, p.ResidentBytes/1e6, p.PeakBytes/1e6, p.IdleCPU)
		if p.LastRound > 0 {
			fmt.Fprintf(out, "; %.3f ms a request in the first round, %.3f in the last", p.FirstRound, p.LastRound)
		}
		fmt.Fprintln(out)
	}
}

func (r report) otherProcesses() []string {
	return slices.Sorted(maps.Keys(r.Rows[0].OtherCPU))
}

func headings(processes []string) string {
	var text strings.Builder
	for _, name := range processes {
		text.WriteString("\t" + name + " CPU")
	}
	return text.String()
}

func (r row) cpu() string {
	if r.CPU == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", r.CPU)
}

func (r *ratio) String() string {
	if r == nil {
		return "-"
	}
	return fmt.Sprintf("%.2f (%.2f-%.2f)", r.Median, r.Least, r.Most)
}

func loadAverage() string { return firstWords("/proc/loadavg", 1) }

// firstWords are the first n words of a file, or nothing where it cannot be read.
func firstWords(path string, n int) string {
	content, _ := os.ReadFile(path)
	words := strings.Fields(string(content))
	return strings.Join(words[:min(n, len(words))], " ")
}
