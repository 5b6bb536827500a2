//go:build cluster

// These tests run whole benchmarks against the API server that KUBECONFIG names, with a webhook in
// the operator's place: it is registered as the operator's is, and denies images by their name.
// They need the ImagePolicy resource definition, and 10.77.0.1 on this machine.
package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"plimsoll.dev/e2e/bench/internal/hook"
	"plimsoll.dev/e2e/bench/internal/kube"
)

const (
	standInDelay = 20 * time.Millisecond
	good         = "registry.example.com/good:1"
	bad          = "registry.example.com/bad:1"
)

func TestComparesAWebhookWithNoneAndWithAllowAll(t *testing.T) {
	client, arguments := surroundings(t)
	name := standIn(t, client)
	file := filepath.Join(t.TempDir(), "report.json")
	arguments = append(arguments, "-webhook="+name, "-operator-pid="+strconv.Itoa(os.Getpid()), "-admitted="+good, "-denied="+bad, "-json="+file)

	if err := runWith(t, arguments...); err != nil {
		t.Fatal(err)
	}

	r := read(t, file)
	for _, path := range []string{throughAPIServer, directly} {
		for _, workload := range []string{"pod", "denied-pod", "deployment"} {
			floor, ours := r.find(path, workload, allowAll), r.find(path, workload, plimsoll)
			if floor == nil || ours == nil {
				t.Fatalf("%s %s is not measured: %+v", path, workload, r.Rows)
			}
			if ours.P50 < milliseconds(standInDelay) || floor.P50 > ours.P50 || ours.ToAllowAll.Median <= 1 {
				t.Errorf("%s %s: %+v beside %+v", path, workload, ours, floor)
			}
			if floor.CPU <= 0 || ours.CPU <= 0 {
				t.Errorf("%s %s: CPU %v and %v", path, workload, floor.CPU, ours.CPU)
			}
		}
	}
	if r.find(throughAPIServer, "pod", none) == nil || r.find(directly, "pod", none) != nil {
		t.Error("none is to be measured through the API server, and there only")
	}
	if len(r.Bars) != 2 || r.Bars[0].Met {
		t.Errorf("a webhook that sleeps met the bar: %+v", r.Bars)
	}
	if r.Processes[allowAll].ResidentBytes < 1<<20 || r.Environment.ReviewBytes["pod"] < 1000 {
		t.Errorf("%+v, %+v", r.Processes, r.Environment)
	}
	isLeftAsItWas(t, client, name)
}

func TestFailsWhereAnImageIsNotJudgedAsExpected(t *testing.T) {
	client, arguments := surroundings(t)
	name := standIn(t, client)

	err := runWith(t, append(arguments, "-webhook="+name, "-operator-pid=1", "-admitted="+good, "-denied="+good, "-settle=2s")...)

	if err == nil || !strings.Contains(err.Error(), "denied-pod with image "+good+", scenario plimsoll: should have been denied") {
		t.Errorf("%v", err)
	}
	isLeftAsItWas(t, client, name)
}

func TestMeasuresTheFloorWithoutAnOperator(t *testing.T) {
	_, arguments := surroundings(t)
	file := filepath.Join(t.TempDir(), "report.json")

	if err := runWith(t, append(arguments, "-json="+file)...); err != nil {
		t.Fatal(err)
	}

	floor := read(t, file).find(throughAPIServer, "pod", allowAll)
	if floor == nil || floor.ToNone == nil || floor.ToNone.Median <= 0 {
		t.Errorf("%+v", floor)
	}
}

func surroundings(t *testing.T) (*kube.Client, []string) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "allow-all")
	if out, err := exec.Command("go", "build", "-o", program, "../allow-all").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	config, err := kube.LoadConfig(os.Getenv("KUBECONFIG"))
	if err != nil {
		t.Fatal(err)
	}
	client := kube.NewClient(config)
	apply(t, client, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "../../../crds/imagepolicies.plimsoll.dev.yaml")
	return client, []string{"-allow-all=" + program, "-rounds=2", "-count=40", "-concurrency=4", "-warm-up=20", "-limit=2m"}
}

// standIn registers a webhook of a Service, whose endpoint is this process, for all namespaces but
// one, and returns its name.
func standIn(t *testing.T, client *kube.Client) string {
	t.Helper()
	const service = "stand-in"
	server, err := hook.Serve("10.77.0.1:0", http.HandlerFunc(judge), service+".default.svc")
	if err != nil {
		t.Fatalf("%v: add the address with `ip address add 10.77.0.1/32 dev lo`", err)
	}
	t.Cleanup(func() { server.Close() })
	address := netip.MustParseAddrPort(strings.TrimSuffix(strings.TrimPrefix(server.URL, "https://"), "/validate"))
	create(t, client, "/api/v1/namespaces/default/services", kube.Object{
		"metadata": kube.Object{"name": service},
		"spec":     kube.Object{"ports": kube.List{kube.Object{"name": "webhook", "port": 443, "targetPort": address.Port()}}},
	})
	create(t, client, "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", kube.Object{
		"metadata":    kube.Object{"name": service, "labels": kube.Object{"kubernetes.io/service-name": service}},
		"addressType": "IPv4",
		"endpoints":   kube.List{kube.Object{"addresses": kube.List{address.Addr()}}},
		"ports":       kube.List{kube.Object{"name": "webhook", "port": address.Port()}},
	})
	create(t, client, webhookPath, kube.Object{
		"metadata": kube.Object{"name": service},
		"webhooks": kube.List{kube.Object{
			"name": "stand-in.example.com", "admissionReviewVersions": kube.List{"v1"}, "sideEffects": "NoneOnDryRun", "failurePolicy": "Fail",
			"clientConfig":      kube.Object{"caBundle": server.Authority, "service": kube.Object{"name": service, "namespace": "default", "path": "/validate"}},
			"namespaceSelector": kube.Object{"matchExpressions": excluded},
			"rules": kube.List{kube.Object{
				"apiGroups": kube.List{"", "apps"}, "apiVersions": kube.List{"v1"}, "operations": kube.List{"CREATE", "UPDATE"}, "resources": kube.List{"pods", "deployments"},
			}},
		}},
	})
	return service
}

var excluded = kube.List{kube.Object{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": kube.List{"kube-system"}}}

func judge(w http.ResponseWriter, r *http.Request) {
	review, err := hook.ReadReview(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	time.Sleep(standInDelay)
	spec := review.Request.Object.Spec
	containers := append(spec.Containers, spec.Template.Spec.Containers...)
	answer := &hook.Answer{UID: review.Request.UID, Allowed: containers[0].Image == good}
	if !answer.Allowed {
		answer.Status = &hook.Status{Message: "bad image"}
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(hook.Review{APIVersion: review.APIVersion, Kind: review.Kind, Response: answer})
}

// isLeftAsItWas compares with what [standIn] registered, and looks for what the run has made.
func isLeftAsItWas(t *testing.T, client *kube.Client, name string) {
	t.Helper()
	var list struct {
		Items []struct {
			Metadata struct{ Name string }
			Webhooks []struct {
				NamespaceSelector struct{ MatchExpressions kube.List }
			}
		}
	}
	if err := client.Do(context.Background(), "GET", webhookPath, nil, &list); err != nil {
		t.Fatal(err)
	}
	for _, item := range list.Items {
		if strings.HasPrefix(item.Metadata.Name, "plimsoll-bench") {
			t.Errorf("%s is left", item.Metadata.Name)
		}
		if item.Metadata.Name == name && !sameJSON(item.Webhooks[0].NamespaceSelector.MatchExpressions, excluded) {
			t.Errorf("the selector was left as %v", item.Webhooks[0].NamespaceSelector.MatchExpressions)
		}
	}
	var namespaces struct {
		Items []struct {
			Metadata struct{ Name, DeletionTimestamp string }
		}
	}
	if err := client.Do(context.Background(), "GET", "/api/v1/namespaces", nil, &namespaces); err != nil {
		t.Fatal(err)
	}
	for _, n := range namespaces.Items {
		if strings.HasPrefix(n.Metadata.Name, "plimsoll-bench") && n.Metadata.DeletionTimestamp == "" {
			t.Errorf("the namespace %s is left", n.Metadata.Name)
		}
	}
}

func runWith(t *testing.T, arguments ...string) error {
	t.Helper()
	options, err := parseOptions(arguments)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), options.limit)
	defer cancel()
	return run(ctx, options)
}

func read(t *testing.T, file string) report {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(content, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r report) find(path, workload, scenario string) *row {
	for _, row := range r.Rows {
		if row.Path == path && row.Workload == workload && row.Scenario == scenario {
			return &row
		}
	}
	return nil
}

func create(t *testing.T, client *kube.Client, collection string, object kube.Object) {
	t.Helper()
	if err := client.Do(context.Background(), "POST", collection, object, nil); err != nil {
		t.Fatal(err)
	}
	path := collection + "/" + object["metadata"].(kube.Object)["name"].(string)
	t.Cleanup(func() {
		if err := client.Do(context.Background(), "DELETE", path, nil, nil); err != nil {
			t.Error(err)
		}
	})
}

// apply makes what a file says, and leaves it if it is there.
func apply(t *testing.T, client *kube.Client, collection, file string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var object kube.Object
	if err := yaml.Unmarshal(content, &object); err != nil {
		t.Fatal(err)
	}
	if err := client.Do(context.Background(), "POST", collection, object, nil); err != nil && !strings.Contains(err.Error(), "already exists") {
		t.Fatal(err)
	}
	// A new resource is served a moment after its definition was accepted.
	for range 50 {
		if client.Do(context.Background(), "GET", "/apis/plimsoll.dev/v1alpha1/imagepolicies", nil, nil) == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the API server does not serve ImagePolicies")
}

func sameJSON(a, b any) bool {
	one, _ := json.Marshal(a)
	other, _ := json.Marshal(b)
	return string(one) == string(other)
}
