package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"plimsoll.dev/e2e/bench/internal/kube"
)

// An endpoint is a webhook called without an API server: over one HTTP/2 connection that is kept
// open, as the API server does.
type endpoint struct {
	url     string
	client  *http.Client
	reviews map[string][]byte // by the workload's name
}

// newEndpoint calls address, or the URL's own where that is empty, and trusts authority alone.
func newEndpoint(rawURL, address, serverName string, authority []byte, timeoutSeconds int) (*endpoint, error) {
	target, err := url.Parse(rawURL)
	if err != nil {
		return nil, err
	}
	query := target.Query()
	query.Set("timeout", fmt.Sprintf("%ds", max(timeoutSeconds, 1))) // as the API server says it
	target.RawQuery = query.Encode()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		return nil, fmt.Errorf("the webhook at %s has no caBundle: is the operator running?", rawURL)
	}
	dialer := kube.Dialer()
	return &endpoint{
		url:     target.String(),
		reviews: map[string][]byte{},
		client: &http.Client{
			Timeout: 30 * time.Second,
			Transport: &http.Transport{
				ForceAttemptHTTP2: true,
				TLSClientConfig:   &tls.Config{RootCAs: roots, ServerName: serverName, MinVersion: tls.VersionTLS12},
				DialContext: func(ctx context.Context, network, named string) (net.Conn, error) {
					if address != "" {
						named = address
					}
					return dialer.DialContext(ctx, network, named)
				},
			},
		},
	}, nil
}

// ask sends a review and says whether it was allowed.
func (e *endpoint) ask(ctx context.Context, review []byte) (allowed bool, message string, err error) {
	request, err := http.NewRequestWithContext(ctx, "POST", e.url, bytes.NewReader(review))
	if err != nil {
		return false, "", err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := e.client.Do(request)
	if err != nil {
		return false, "", err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		return false, "", err
	}
	var out struct {
		Response *struct {
			Allowed bool
			Status  struct{ Message string }
		}
	}
	if answer.StatusCode != http.StatusOK || json.Unmarshal(content, &out) != nil || out.Response == nil {
		return false, "", fmt.Errorf("%s answered %d %.300s", e.url, answer.StatusCode, content)
	}
	return out.Response.Allowed, out.Response.Status.Message, nil
}
