package kube

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Object is any Kubernetes object.
type Object = map[string]any

// List is a literal list in an [Object].
type List = []any

// Client is one connection to an API server; like any Kubernetes client it speaks HTTP/2 over it.
type Client struct {
	server string
	token  string
	http   *http.Client
}

// NewClient returns a client that connects when it is first used, and to this machine only.
func NewClient(config Config) *Client {
	return &Client{
		server: config.Server,
		token:  config.Token,
		http: &http.Client{
			Timeout: 60 * time.Second,
			Transport: &http.Transport{
				DialContext:       Dialer().DialContext,
				TLSClientConfig:   config.TLS,
				ForceAttemptHTTP2: true,
			},
		},
	}
}

// Server is the API server's address, without a path.
func (c *Client) Server() string { return c.server }

// Send makes one request and reads the whole answer.
func (c *Client) Send(ctx context.Context, method, path, contentType string, body []byte) (int, []byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.server+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "plimsoll-bench")
	if len(body) > 0 {
		request.Header.Set("Content-Type", contentType)
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	return answer.StatusCode, content, err
}

// Failure is an answer of the API server other than success.
type Failure struct {
	Method, Path string
	Code         int
	Message      string
}

func (f *Failure) Error() string {
	return fmt.Sprintf("%s %s: %d %s", f.Method, f.Path, f.Code, f.Message)
}

// Do sends body, if any, as JSON and reads the answer into out, if any.
func (c *Client) Do(ctx context.Context, method, path string, body, out any) error {
	var sent []byte
	if body != nil {
		var err error
		if sent, err = json.Marshal(body); err != nil {
			return err
		}
	}
	code, content, err := c.Send(ctx, method, path, "application/json", sent)
	if err != nil {
		return err
	}
	if code/100 != 2 {
		return &Failure{method, path, code, MessageOf(content)}
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(content, out)
}

// MessageOf is the message of a Status, or what was answered instead of one.
func MessageOf(content []byte) string {
	var status struct{ Message string }
	if json.Unmarshal(content, &status) == nil && status.Message != "" {
		return status.Message
	}
	return string(content[:min(len(content), 500)])
}

// Selector is a label selector as it stands in a request's query.
func Selector(key, value string) string {
	return "labelSelector=" + url.QueryEscape(key+"="+value)
}
