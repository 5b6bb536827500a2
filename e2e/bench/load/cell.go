package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"plimsoll.dev/e2e/bench/internal/process"
)

// The ways that a webhook is reached.
const (
	throughAPIServer = "api-server"
	directly         = "direct"
)

// A cell is what one turn measured: one scenario, one workload, one concurrency, in one round.
type cell struct {
	Round       int     `json:"round"`
	Path        string  `json:"path"`
	Workload    string  `json:"workload"`
	Concurrency int     `json:"concurrency"`
	Scenario    string  `json:"scenario"`
	Requests    int     `json:"requests"`
	Seconds     float64 `json:"seconds"`
	P50         float64 `json:"p50Milliseconds"`
	P95         float64 `json:"p95Milliseconds"`
	P99         float64 `json:"p99Milliseconds"`
	RPS         float64 `json:"requestsPerSecond"`
	// CPU is milliseconds per request, by process.
	CPU map[string]float64 `json:"cpuMillisecondsPerRequest"`
	// Resident is bytes at the end of the turn, by process.
	Resident map[string]int64 `json:"residentBytes"`
}

// measureAll gives every scenario its turn in every round.
func (b *bench) measureAll(ctx context.Context) ([]cell, error) {
	var cells []cell
	for round := 1; round <= b.options.rounds; round++ {
		b.say("round %d of %d", round, b.options.rounds)
		for _, path := range []string{throughAPIServer, directly} {
			for _, w := range b.workloads {
				for _, concurrency := range b.options.concurrency {
					for _, s := range inTurn(b.scenarios, round) {
						if path == directly && s.direct == nil {
							continue
						}
						measured, err := b.measure(ctx, s, w, path, concurrency)
						if err != nil {
							return nil, err
						}
						measured.Round = round
						cells = append(cells, measured)
					}
				}
			}
		}
	}
	b.loads[1] = loadAverage()
	return cells, nil
}

// inTurn lets another scenario be first in each round, for the one after a denial or after a
// pause may be better or worse off.
func inTurn(scenarios []*scenario, round int) []*scenario {
	first := round % len(scenarios)
	return append(slices.Clone(scenarios[first:]), scenarios[:first]...)
}

func (b *bench) measure(ctx context.Context, s *scenario, w workload, path string, concurrency int) (cell, error) {
	body := w.body()
	send := func(ctx context.Context) error { return b.create1(ctx, s, w, body) }
	if path == directly {
		send = func(ctx context.Context) error { return b.ask1(ctx, s, w) }
	}
	runtime.GC()
	before, err := b.usedCPU()
	if err != nil {
		return cell{}, err
	}
	timed, err := hammer(ctx, concurrency, b.options.count, b.options.cellLimit, send)
	if err != nil {
		return cell{}, err
	}
	after, err := b.usedCPU()
	if err != nil {
		return cell{}, err
	}
	n := len(timed.latencies)
	if path == throughAPIServer {
		b.sent[s.name] += n
	}
	measured := cell{
		Path: path, Workload: w.Name, Concurrency: concurrency, Scenario: s.name,
		Requests: n, Seconds: timed.elapsed.Seconds(), RPS: float64(n) / timed.elapsed.Seconds(),
		P50: timed.percentile(50), P95: timed.percentile(95), P99: timed.percentile(99),
		CPU: map[string]float64{}, Resident: map[string]int64{},
	}
	for name, pid := range b.processes {
		measured.CPU[name] = milliseconds(after[name]-before[name]) / float64(n)
		memory, err := process.MemoryOf(pid)
		if err != nil {
			return cell{}, fmt.Errorf("%s has ended: %w", name, err)
		}
		measured.Resident[name] = memory.Resident
	}
	return measured, nil
}

// timings are the latencies of one turn, the shortest first.
type timings struct {
	latencies []time.Duration
	elapsed   time.Duration
}

// percentile is by the nearest rank, in milliseconds.
func (t timings) percentile(p int) float64 {
	rank := (len(t.latencies)*p + 99) / 100
	return milliseconds(t.latencies[max(rank, 1)-1])
}

// hammer sends count requests, as many at once as concurrency says, each worker the next one as
// soon as its last is answered. The first that fails ends it all.
func hammer(ctx context.Context, concurrency, count int, limit time.Duration, send func(context.Context) error) (timings, error) {
	var taken atomic.Int64
	failures := make(chan error, concurrency)
	perWorker := make([][]time.Duration, concurrency)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var workers sync.WaitGroup
	begin := time.Now()
	for i := range concurrency {
		workers.Go(func() {
			for taken.Add(1) <= int64(count) && time.Since(begin) < limit {
				start := time.Now()
				if err := send(ctx); err != nil {
					failures <- err
					cancel()
					return
				}
				perWorker[i] = append(perWorker[i], time.Since(start))
			}
		})
	}
	workers.Wait()
	elapsed := time.Since(begin)
	select {
	case err := <-failures:
		return timings{}, err
	default:
	}
	latencies := slices.Concat(perWorker...)
	slices.Sort(latencies)
	if len(latencies) == 0 && count > 0 {
		return timings{}, fmt.Errorf("no request was answered within %v", limit)
	}
	return timings{latencies, elapsed}, nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
