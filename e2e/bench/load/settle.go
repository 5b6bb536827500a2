package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"plimsoll.dev/e2e/bench/internal/process"
)

const (
	tries     = 3
	restTime  = 2 * time.Second
	mostRests = 5
	restful   = 30 // milliseconds of CPU a second
)

// settle returns once every scenario is what it should be: each workload is admitted or denied as
// expected, its own webhook is called and the others are not.
func (b *bench) settle(ctx context.Context) error {
	b.say("waiting for the scenarios to be as they should")
	end := time.Now().Add(b.options.settle)
	for {
		err := b.tryScenarios(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil || time.Now().After(end) {
			return fmt.Errorf("after %v still: %w", b.options.settle, err)
		}
		if err := pause(ctx, 300*time.Millisecond); err != nil {
			return err
		}
	}
}

func (b *bench) tryScenarios(ctx context.Context) error {
	for _, asked := range b.scenarios {
		before, err := b.countCalls(ctx)
		if err != nil {
			return err
		}
		for _, w := range b.workloads {
			for range tries {
				if err := b.create1(ctx, asked, w, w.body()); err != nil {
					return err
				}
			}
		}
		after, err := b.countCalls(ctx)
		if err != nil {
			return err
		}
		for _, s := range b.scenarios {
			called := after.of(s.hooks) - before.of(s.hooks)
			if s == asked && s.name != none && called < tries*len(b.workloads) {
				return fmt.Errorf("the webhook of %s is not called yet", s.name)
			}
			if s != asked && called > 0 {
				return fmt.Errorf("the webhook of %s is called in the namespace of %s too", s.name, asked.name)
			}
		}
	}
	return b.tryEndpoints(ctx)
}

func (b *bench) tryEndpoints(ctx context.Context) error {
	for _, s := range b.scenarios {
		for _, w := range b.workloads {
			if s.direct == nil {
				continue
			}
			if err := b.ask1(ctx, s, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// create1 creates one workload through the API server, in vain where it is to be denied.
func (b *bench) create1(ctx context.Context, s *scenario, w workload, body []byte) error {
	code, content, err := b.client.Send(ctx, "POST", w.path(s.namespace), "application/json", body)
	if err != nil {
		return err
	}
	denied := code/100 == 4 && strings.Contains(string(content), "denied the request")
	if denied == s.expectsDenial(w) && (denied || code == http.StatusCreated) {
		return nil
	}
	return unexpected(s, w, fmt.Sprintf("%d %.600s", code, content))
}

// ask1 sends the recorded review of a workload to a scenario's webhook.
func (b *bench) ask1(ctx context.Context, s *scenario, w workload) error {
	allowed, message, err := s.direct.ask(ctx, s.direct.reviews[w.Name])
	if err != nil {
		return err
	}
	if allowed == s.expectsDenial(w) {
		return unexpected(s, w, fmt.Sprintf("allowed=%t %.600s", allowed, message))
	}
	return nil
}

func unexpected(s *scenario, w workload, got string) error {
	wanted := "admitted"
	if s.expectsDenial(w) {
		wanted = "denied by the webhook"
	}
	return fmt.Errorf("%s with image %s, scenario %s: should have been %s, but the answer is %s", w.Name, w.image, s.name, wanted, got)
}

// rest waits until little is done that nobody asked for, such as compiling what was just warmed
// up; it keeps what that comes to, and starts the count of calls.
func (b *bench) rest(ctx context.Context) error {
	for range mostRests {
		idle, err := b.idleCPU(ctx)
		if err != nil {
			return err
		}
		b.idle = idle
		if idle[plimsoll] < restful {
			break
		}
	}
	var err error
	b.counted, err = b.countCalls(ctx)
	return err
}

// idleCPU is what each process uses when nothing is asked of it, in milliseconds a second.
func (b *bench) idleCPU(ctx context.Context) (map[string]float64, error) {
	before, err := b.usedCPU()
	if err != nil {
		return nil, err
	}
	if err := pause(ctx, restTime); err != nil {
		return nil, err
	}
	after, err := b.usedCPU()
	if err != nil {
		return nil, err
	}
	idle := map[string]float64{}
	for name := range b.processes {
		idle[name] = milliseconds(after[name]-before[name]) / restTime.Seconds()
	}
	return idle, nil
}

func (b *bench) usedCPU() (map[string]time.Duration, error) {
	used := map[string]time.Duration{}
	for name, pid := range b.processes {
		cpu, err := process.CPU(pid)
		if err != nil {
			return nil, fmt.Errorf("%s has ended: %w", name, err)
		}
		used[name] = cpu
	}
	return used, nil
}
