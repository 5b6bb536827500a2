package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"plimsoll.dev/e2e/bench/internal/kube"
)

// The scenarios, by the webhook that is asked.
const (
	none     = "none"
	allowAll = "allow-all"
	plimsoll = "plimsoll"
)

// A scenario is a namespace for which one webhook is asked, or no one.
type scenario struct {
	name      string
	namespace string
	label     string    // the value of [scenarioLabel] that its namespace has
	hooks     []string  // by the names under which the API server counts calls
	direct    *endpoint // where the webhook is called without an API server
}

// expectsDenial says whether this workload is denied here.
func (s scenario) expectsDenial(w workload) bool { return w.denied && s.name == plimsoll }

// bench is one run: what it has put into the cluster, and what takes it out again.
type bench struct {
	options   options
	client    *kube.Client
	id        string
	workloads []workload
	scenarios []*scenario
	processes map[string]int
	idle      map[string]float64
	sent      map[string]int // requests through the API server, by scenario
	counted   callCounts     // before the first of them
	undo      []func(context.Context) error
	version   string
	loads     [2]string
}

func newBench(options options, client *kube.Client) *bench {
	processes := map[string]int{}
	for name, pid := range options.processes {
		processes[name] = pid
	}
	return &bench{
		options:   options,
		client:    client,
		id:        strings.ToLower(rand.Text()[:6]),
		processes: processes,
		sent:      map[string]int{},
	}
}

// say reports progress, on standard error.
func (b *bench) say(format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
}

// onClose adds what takes back one step.
func (b *bench) onClose(undo func(context.Context) error) { b.undo = append(b.undo, undo) }

// close takes back every step, the last one first, even where the run was ended early.
func (b *bench) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	var failures []error
	for i := len(b.undo) - 1; i >= 0; i-- {
		if err := b.undo[i](ctx); err != nil {
			failures = append(failures, fmt.Errorf("cleaning up: %w", err))
		}
	}
	b.undo = nil
	return errors.Join(failures...)
}

// prepare brings the cluster to the point where every scenario answers as it should.
func (b *bench) prepare(ctx context.Context) error {
	b.loads[0] = loadAverage()
	var version struct{ GitVersion string }
	if err := b.client.Do(ctx, "GET", "/version", nil, &version); err != nil {
		return fmt.Errorf("the API server at %s: %w", b.client.Server(), err)
	}
	b.version = version.GitVersion
	var err error
	if b.workloads, err = b.options.allWorkloads(); err != nil {
		return err
	}
	steps := []func(context.Context) error{b.addNone, b.addAllowAll}
	if b.options.webhook != "" {
		steps = append(steps, b.addPlimsoll)
	}
	for _, step := range append(steps, b.record, b.settle, b.warmUp, b.rest) {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) addNone(ctx context.Context) error {
	_, err := b.addScenario(ctx, none)
	return err
}

func (b *bench) addScenario(ctx context.Context, name string) (*scenario, error) {
	namespace, err := b.createNamespace(ctx, name)
	if err != nil {
		return nil, err
	}
	s := &scenario{name: name, namespace: namespace, label: b.label(name)}
	b.scenarios = append(b.scenarios, s)
	return s, nil
}

func (b *bench) scenario(name string) *scenario {
	for _, s := range b.scenarios {
		if s.name == name {
			return s
		}
	}
	return nil
}
