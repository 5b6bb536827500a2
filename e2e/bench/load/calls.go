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

// verifyCalls compares what was sent with what the API server counted: the floor's webhook was
// called exactly once for each, the operator's at least once, and nothing failed open. The
// operator may have been called a little more, for it may probe itself.
func (b *bench) verifyCalls(ctx context.Context) error {
	now, err := b.countCalls(ctx)
	if err != nil {
		return err
	}
	for _, s := range b.scenarios {
		if s.name == none {
			continue
		}
		called, sent := now.of(s.hooks)-b.counted.of(s.hooks), b.sent[s.name]
		most := sent
		if s.name == plimsoll {
			most += 50
		}
		if called < sent || called > most {
			return fmt.Errorf("%s: %d requests, but the API server called the webhook %d times", s.name, sent, called)
		}
	}
	if more := now.failOpen - b.counted.failOpen; more > 0 {
		return fmt.Errorf("%d requests were admitted because a webhook did not answer", more)
	}
	return nil
}
