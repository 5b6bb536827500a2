package kube

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRefusesToConnectElsewhere(t *testing.T) {
	for address, here := range map[string]bool{
		"127.0.0.1:443": true, "127.8.9.10:1": true, "[::1]:443": true, "10.77.0.1:8443": true,
		"[::ffff:127.0.0.1]:443": true, "10.77.0.2:443": false, "192.0.2.1:443": false,
		"[2001:db8::1]:443": false, "169.254.169.254:80": false,
	} {
		if err := refuseElsewhere(address); (err == nil) != here {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := Dialer().Dial("tcp", "192.0.2.1:443"); err == nil || !strings.Contains(err.Error(), "not this machine") {
		t.Errorf("dialled: %v", err)
	}
}

func TestAsksWithTheTokenOfTheCurrentContext(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" {
			http.Error(w, `{"message":"who are you?"}`, http.StatusUnauthorized)
			return
		}
		w.Write([]byte(`{"kind":"Pod"}`))
	}))
	defer server.Close()
	path := write(t, `
current-context: b
contexts: [{name: a, context: {cluster: x, user: x}}, {name: b, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: "`+server.URL+`/", insecure-skip-tls-verify: true}}]
users: [{name: u, user: {tokenFile: token}}]
`)
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "token"), []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	config, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	var pod Object
	if err := NewClient(config).Do(context.Background(), "GET", "/pod", nil, &pod); err != nil || pod["kind"] != "Pod" {
		t.Errorf("%v, %v", pod, err)
	}
	config.Token = "wrong"
	err = NewClient(config).Do(context.Background(), "GET", "/pod", nil, nil)
	if err == nil || err.Error() != "GET /pod: 401 who are you?" {
		t.Errorf("%v", err)
	}
}

func TestSaysWhatAKubeconfigLacks(t *testing.T) {
	for content, message := range map[string]string{
		"current-context: a": `no context "a"`,
		"{current-context: a, contexts: [{name: a, context: {cluster: c}}]}": `no cluster "c"`,
		`{current-context: a, contexts: [{name: a, context: {cluster: c, user: u}}],
		  clusters: [{name: c, cluster: {server: "http://127.0.0.1:80"}}]}`: "https://",
		`{current-context: a, contexts: [{name: a, context: {cluster: c, user: u}}],
		  clusters: [{name: c, cluster: {server: "https://127.0.0.1:80"}}],
		  users: [{name: u, user: {exec: {command: login}}}]}`: "login plugins",
	} {
		_, err := LoadConfig(write(t, content))
		if err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%s: %v", content, err)
		}
	}
}

func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
