package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"plimsoll.dev/e2e/bench/internal/hook"
)

// recording is no scenario that is measured: its webhook keeps the reviews that the API server
// sends, so that they can be sent again without one.
const recording = "recording"

// record has the API server make a review of each workload, and gives it to every endpoint as it
// would be in its own namespace.
func (b *bench) record(ctx context.Context) error {
	namespace, err := b.createNamespace(ctx, recording)
	if err != nil {
		return err
	}
	reviews := make(chan []byte, 64)
	recorder, err := hook.Serve("127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		select {
		case reviews <- bytes.Clone(content):
		default: // enough of them
		}
		r.Body = io.NopCloser(bytes.NewReader(content))
		hook.AllowAll(w, r)
	}))
	if err != nil {
		return err
	}
	b.onClose(func(context.Context) error { return recorder.Close() })
	if _, err := b.register(ctx, recording, recorder.URL, recorder.Authority); err != nil {
		return err
	}
	for _, w := range b.workloads {
		review, err := b.recordOne(ctx, namespace, w, reviews)
		if err != nil {
			return err
		}
		for _, s := range b.scenarios {
			if s.direct != nil {
				s.direct.reviews[w.Name] = bytes.ReplaceAll(review, []byte(namespace), []byte(s.namespace))
			}
		}
	}
	return nil
}

// recordOne creates a workload until its review comes: the API server learns of a new webhook a
// moment after it was registered.
func (b *bench) recordOne(ctx context.Context, namespace string, w workload, reviews <-chan []byte) ([]byte, error) {
	for range 100 {
		code, content, err := b.client.Send(ctx, "POST", w.path(namespace), "application/json", w.body())
		if err != nil {
			return nil, err
		}
		select {
		case review := <-reviews:
			return review, nil
		default:
		}
		if code/100 != 2 {
			return nil, fmt.Errorf("creating a %s in %s: %d %s", w.Name, namespace, code, content)
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("the API server did not call a webhook that was registered ten seconds ago")
}
