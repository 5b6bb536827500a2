package main

import (
	"context"
	"fmt"
)

const (
	warmUpConcurrency = 8
	mostBatches       = 20
	// A batch has gained something if it costs less than this share of the cheapest before it.
	gainShare = 0.95
	// So many batches in turn that gain nothing, and a just-in-time compiler has done its work.
	steadyBatches = 3
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

// warmUpDirectly sends reviews in batches until they no longer get cheaper.
func (b *bench) warmUpDirectly(ctx context.Context, s *scenario) error {
	size := b.options.warmUp * len(b.workloads)
	costs := steadiness{}
	for n := 1; n <= mostBatches; n++ {
		cost, err := b.batch(ctx, s)
		if err != nil {
			return err
		}
		if costs.add(cost) {
			b.say("warming up: %s costs %.3f ms of CPU a review after %d of them", s.name, cost, n*size)
			return nil
		}
	}
	b.say("warming up: %s still gets cheaper after %d reviews; raise -warm-up", s.name, mostBatches*size)
	return nil
}

// steadiness watches costs until they no longer fall.
type steadiness struct {
	cheapest float64
	without  int // batches in turn without a gain
}

// add says whether the costs are steady now.
func (s *steadiness) add(cost float64) bool {
	if s.cheapest == 0 || cost < s.cheapest*gainShare {
		s.cheapest, s.without = cost, 0
	} else {
		s.without++
	}
	return s.without == steadyBatches
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
