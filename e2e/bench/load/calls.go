package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// callCounts are the API server's own figures about webhooks: how often it called each, and how
// often it went on without an answer.
type callCounts struct {
	calls    map[string]int
	failOpen int
}

// of is how often any of these webhooks was called.
func (c callCounts) of(hooks []string) int {
	sum := 0
	for _, hook := range hooks {
		sum += c.calls[hook]
	}
	return sum
}

func (b *bench) countCalls(ctx context.Context) (callCounts, error) {
	code, content, err := b.client.Send(ctx, "GET", "/metrics", "", nil)
	if err != nil {
		return callCounts{}, err
	}
	if code != 200 {
		return callCounts{}, fmt.Errorf("the API server's metrics: %d %.300s", code, content)
	}
	return parseCalls(string(content)), nil
}

// parseCalls reads the two series from Prometheus' text format.
func parseCalls(text string) callCounts {
	counts := callCounts{calls: map[string]int{}}
	for line := range strings.Lines(text) {
		series, value, _ := strings.Cut(strings.TrimSpace(line), "} ")
		number, err := strconv.ParseFloat(value, 64)
		if err != nil {
			continue
		}
		switch metric, labels, _ := strings.Cut(series, "{"); metric {
		case "apiserver_admission_webhook_request_total":
			counts.calls[labelValue(labels, "name")] += int(number)
		case "apiserver_admission_webhook_fail_open_count":
			counts.failOpen += int(number)
		}
	}
	return counts
}

func labelValue(labels, name string) string {
	_, rest, _ := strings.Cut(","+labels, ","+name+`="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// verifyCalls compares what was sent with what the API server counted.
func (b *bench) verifyCalls(ctx context.Context) error {
	now, err := b.countCalls(ctx)
	if err != nil {
		return err
	}
	return compareCalls(b.scenarios, b.sent, b.counted, now)
}

// probes is how often the operator's webhook may be called by others during a run: it may probe
// itself.
const probes = 50

// compareCalls demands that the floor's webhook was called exactly once for each request, the
// operator's at least once, and that no request went on without an answer.
func compareCalls(scenarios []*scenario, sent map[string]int, before, now callCounts) error {
	for _, s := range scenarios {
		if s.name == none {
			continue
		}
		called, least := now.of(s.hooks)-before.of(s.hooks), sent[s.name]
		most := least
		if s.name == plimsoll {
			most += probes
		}
		if called < least || called > most {
			return fmt.Errorf("%s: %d requests, but the API server called the webhook %d times", s.name, least, called)
		}
	}
	if more := now.failOpen - before.failOpen; more > 0 {
		return fmt.Errorf("%d requests were admitted because a webhook did not answer", more)
	}
	return nil
}
