// Command load measures what a validating webhook costs the people who create Pods: server-side
// dry-run creates through the API server, without a webhook, with one that allows everything and
// with Plimsoll's, in turns; and the same reviews sent to the webhooks directly.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"plimsoll.dev/e2e/bench/internal/kube"
)

func main() {
	options, err := parseOptions(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	debug.SetGCPercent(400) // this program's own garbage collection is no part of what is measured
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, options.limit)
	defer cancel()
	if options.untilStdinCloses {
		go func() {
			io.Copy(io.Discard, os.Stdin)
			stop()
		}()
	}
	if err := run(ctx, options); err != nil {
		fmt.Fprintln(os.Stderr, "admission benchmark:", explain(err, options))
		os.Exit(1)
	}
}

func explain(err error, options options) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("not finished within -limit %s: %w", options.limit, err)
	}
	return err
}

func run(ctx context.Context, options options) (err error) {
	config, err := kube.LoadConfig(options.kubeconfig)
	if err != nil {
		return err
	}
	bench := newBench(options, kube.NewClient(config))
	defer func() { err = errors.Join(err, bench.close()) }()
	if err := bench.prepare(ctx); err != nil {
		return err
	}
	cells, err := bench.measureAll(ctx)
	if err != nil {
		return err
	}
	if err := bench.verifyCalls(ctx); err != nil {
		return err
	}
	report := bench.report(cells)
	report.print(os.Stdout)
	if options.json == "" {
		return nil
	}
	return report.write(options.json)
}
