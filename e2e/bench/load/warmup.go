package main

import (
	"context"
	"fmt"
)

const (
	warmUpConcurrency = 8
	mostBatches       = 15
	// A batch that costs no less than this share of the one before it has gained nothing.
	steadyShare = 0.9
)

// warmUp has everything compiled, connected and cached before the first round. An operator that
// has run for a minute is what people have; one that has just started is not what is measured.
func (b *bench) warmUp(ctx context.Context) error {
	for _, s := range b.scenarios {
		if s.direct == nil || b.options.warmUp == 0 {
			continue
		}
		if err := b.warmUpDirectly(ctx, s); err != nil {
			return err
		}
	}
	b.say("warming up: %d requests of each workload in each scenario", b.options.warmUp)
	for _, s := range b.scenarios {
		for _, w := range b.workloads {
			body := w.body()
			send := func(ctx context.Context) error { return b.create1(ctx, s, w, body) }
			if _, err := hammer(ctx, warmUpConcurrency, b.options.warmUp, b.options.cellLimit, send); err != nil {
				return err
			}
		}
	}
	return nil
}

// warmUpDirectly sends reviews in batches until two of them in turn were not cheaper than those
// before, which is when a just-in-time compiler has done its work.
func (b *bench) warmUpDirectly(ctx context.Context, s *scenario) error {
	batch := b.options.warmUp * len(b.workloads)
	last, steady := 0.0, 0
	for n := 1; n <= mostBatches; n++ {
		cost, err := b.batch(ctx, s)
		if err != nil {
			return err
		}
		if cost < last*steadyShare || last == 0 {
			steady = 0
		} else {
			steady++
		}
		last = cost
		if steady == 2 {
			b.say("%s costs %.3f ms of CPU a review after %d", s.name, cost, n*batch)
			return nil
		}
	}
	b.say("%s still gets cheaper after %d reviews, at %.3f ms of CPU each", s.name, mostBatches*batch, last)
	return nil
}

// batch returns the CPU that a review took, in milliseconds.
func (b *bench) batch(ctx context.Context, s *scenario) (float64, error) {
	before, err := b.usedCPU()
	if err != nil {
		return 0, err
	}
	reviews := 0
	for _, w := range b.workloads {
		send := func(ctx context.Context) error { return b.ask1(ctx, s, w) }
		timed, err := hammer(ctx, warmUpConcurrency, b.options.warmUp, b.options.cellLimit, send)
		if err != nil {
			return 0, err
		}
		reviews += len(timed.latencies)
	}
	after, err := b.usedCPU()
	if err != nil {
		return 0, err
	}
	if reviews == 0 {
		return 0, fmt.Errorf("%s answered no review", s.name)
	}
	return milliseconds(after[s.name]-before[s.name]) / float64(reviews), nil
}
