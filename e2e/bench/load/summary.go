package main

import (
	"slices"
)

// A row sums up the turns of one scenario, workload and concurrency over all rounds: medians, and
// ratios to the other scenarios of the same round.
type row struct {
	Path        string  `json:"path"`
	Workload    string  `json:"workload"`
	Concurrency int     `json:"concurrency"`
	Scenario    string  `json:"scenario"`
	P50         float64 `json:"p50Milliseconds"`
	P95         float64 `json:"p95Milliseconds"`
	P99         float64 `json:"p99Milliseconds"`
	RPS         float64 `json:"requestsPerSecond"`
	// CPU is milliseconds per request of the process that answers; absent for none.
	CPU float64 `json:"cpuMillisecondsPerRequest,omitempty"`
	// OtherCPU is the same for the further processes that were watched.
	OtherCPU map[string]float64 `json:"otherCpuMillisecondsPerRequest,omitempty"`
	// Of the p50, to the p50 of the same round.
	ToNone     *ratio `json:"p50ToNone,omitempty"`
	ToAllowAll *ratio `json:"p50ToAllowAll,omitempty"`
	// Of the CPU per request, to allow-all's of the same round.
	CPUToAllowAll *ratio `json:"cpuToAllowAll,omitempty"`
}

// A ratio is the median over rounds, and how far the rounds lie apart.
type ratio struct {
	Median float64 `json:"median"`
	Least  float64 `json:"least"`
	Most   float64 `json:"most"`
}

func newRatio(values []float64) *ratio {
	if len(values) == 0 {
		return nil
	}
	return &ratio{median(values), slices.Min(values), slices.Max(values)}
}

// key is what the turns of one row have in common.
type key struct {
	path, workload string
	concurrency    int
	scenario       string
}

func (c cell) key() key { return key{c.Path, c.Workload, c.Concurrency, c.Scenario} }

// summarize makes one row per key, in the order in which the keys were first measured.
func summarize(cells []cell, others []string) []row {
	turns := map[key]map[int]cell{}
	var order []key
	for _, c := range cells {
		if turns[c.key()] == nil {
			turns[c.key()] = map[int]cell{}
			order = append(order, c.key())
		}
		turns[c.key()][c.Round] = c
	}
	var rows []row
	for _, k := range order {
		rows = append(rows, summarizeOne(k, turns, others))
	}
	sortScenarios(rows)
	return rows
}

func summarizeOne(k key, turns map[key]map[int]cell, others []string) row {
	own := turns[k]
	medianOf := func(value func(cell) float64) float64 {
		var values []float64
		for _, c := range own {
			values = append(values, value(c))
		}
		return median(values)
	}
	ratioTo := func(scenario string, value func(cell, string) float64) *ratio {
		base := k
		base.scenario = scenario
		var values []float64
		for round, c := range own {
			if b, measured := turns[base][round]; measured && k.scenario != scenario && value(b, scenario) > 0 {
				values = append(values, value(c, k.scenario)/value(b, scenario))
			}
		}
		return newRatio(values)
	}
	p50 := func(c cell, _ string) float64 { return c.P50 }
	cpu := func(c cell, scenario string) float64 { return c.CPU[scenario] }
	r := row{
		Path: k.path, Workload: k.workload, Concurrency: k.concurrency, Scenario: k.scenario,
		P50:    medianOf(func(c cell) float64 { return c.P50 }),
		P95:    medianOf(func(c cell) float64 { return c.P95 }),
		P99:    medianOf(func(c cell) float64 { return c.P99 }),
		RPS:    medianOf(func(c cell) float64 { return c.RPS }),
		CPU:    medianOf(func(c cell) float64 { return c.CPU[k.scenario] }),
		ToNone: ratioTo(none, p50),
	}
	if k.scenario != none {
		r.ToAllowAll = ratioTo(allowAll, p50)
		r.CPUToAllowAll = ratioTo(allowAll, cpu)
	}
	for _, name := range others {
		if r.OtherCPU == nil {
			r.OtherCPU = map[string]float64{}
		}
		r.OtherCPU[name] = medianOf(func(c cell) float64 { return c.CPU[name] })
	}
	return r
}

// sortScenarios puts none before allow-all before plimsoll, whichever was first in round one, and
// leaves all else where it is.
func sortScenarios(rows []row) {
	rank := map[string]int{none: 0, allowAll: 1, plimsoll: 2}
	for start := 0; start < len(rows); {
		end := start
		for end < len(rows) && rows[end].Path == rows[start].Path && rows[end].Workload == rows[start].Workload && rows[end].Concurrency == rows[start].Concurrency {
			end++
		}
		slices.SortFunc(rows[start:end], func(a, b row) int { return rank[a.Scenario] - rank[b.Scenario] })
		start = end
	}
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n == 0 {
		return 0
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
