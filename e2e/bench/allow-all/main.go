// Command allow-all is a validating webhook that admits everything: the least that any webhook
// costs, and so what others are compared with. On standard output it says, in one line of JSON,
// where it is and how to trust it; it serves until its standard input closes or it is terminated.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"plimsoll.dev/e2e/bench/internal/hook"
)

// Announcement is the line that says where the webhook is.
type announcement struct {
	URL      string `json:"url"`
	CABundle []byte `json:"caBundle"`
	PID      int    `json:"pid"`
}

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to listen at; port 0 takes a free one")
	flag.Parse()
	if err := run(*listen); err != nil {
		fmt.Fprintln(os.Stderr, "allow-all:", err)
		os.Exit(1)
	}
}

func run(listen string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server, err := hook.Serve(listen, http.HandlerFunc(hook.AllowAll))
	if err != nil {
		return err
	}
	defer server.Close()
	said := announcement{URL: server.URL, CABundle: server.Authority, PID: os.Getpid()}
	if err := json.NewEncoder(os.Stdout).Encode(said); err != nil {
		return err
	}
	go func() {
		io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	<-ctx.Done()
	return nil
}
