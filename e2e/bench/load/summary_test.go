package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"plimsoll.dev/e2e/bench/internal/kube"
)

func TestPercentilesAreByNearestRank(t *testing.T) {
	var all timings
	for i := 1; i <= 200; i++ {
		all.latencies = append(all.latencies, time.Duration(i)*time.Millisecond)
	}
	one := timings{latencies: []time.Duration{7 * time.Millisecond}}
	for _, c := range []struct {
		timings timings
		p       int
		want    float64
	}{{all, 50, 100}, {all, 95, 190}, {all, 99, 198}, {one, 50, 7}, {one, 99, 7}} {
		if got := c.timings.percentile(c.p); got != c.want {
			t.Errorf("p%d is %v, want %v", c.p, got, c.want)
		}
	}
}

func TestComparesWithinARoundAndTakesTheMedianOverRounds(t *testing.T) {
	var cells []cell
	// The machine gets slower from round to round; the ratios must not notice.
	for round, slowdown := range map[int]float64{1: 1, 2: 3, 3: 10} {
		for scenario, p50 := range map[string]float64{plimsoll: 3, allowAll: 2, none: 1} {
			cells = append(cells, cell{
				Round: round, Path: throughAPIServer, Workload: "pod", Concurrency: 8, Scenario: scenario,
				P50: p50 * slowdown, CPU: map[string]float64{plimsoll: 0.6 * slowdown, allowAll: 0.2 * slowdown, "etcd": p50},
			})
		}
	}
	rows := summarize(cells, []string{"etcd"})
	if len(rows) != 3 || rows[0].Scenario != none || rows[1].Scenario != allowAll || rows[2].Scenario != plimsoll {
		t.Fatalf("rows %+v", rows)
	}
	ours := rows[2]
	if ours.P50 != 9 || !near(ours.CPU, 1.8) || ours.OtherCPU["etcd"] != 3 {
		t.Errorf("%+v", ours)
	}
	for name, r := range map[string]*ratio{"none": ours.ToNone, "CPU": ours.CPUToAllowAll} {
		if !near(r.Median, 3) || !near(r.Least, 3) || !near(r.Most, 3) {
			t.Errorf("to %s: %v", name, r)
		}
	}
	if !near(ours.ToAllowAll.Median, 1.5) {
		t.Errorf("to allow-all: %v", ours.ToAllowAll)
	}
	if rows[0].ToNone != nil || rows[0].ToAllowAll != nil || rows[1].CPUToAllowAll != nil {
		t.Error("a scenario is compared with itself, or none with allow-all")
	}
}

func TestHoldsTheFirstWorkloadAgainstTheBars(t *testing.T) {
	rows := []row{
		{Path: throughAPIServer, Workload: "pod", Concurrency: 1, Scenario: none},
		{Path: throughAPIServer, Workload: "pod", Concurrency: 1, Scenario: plimsoll, ToAllowAll: &ratio{Median: 1.5}, CPUToAllowAll: &ratio{Median: 4.1}},
		{Path: throughAPIServer, Workload: "deployment", Concurrency: 1, Scenario: plimsoll, ToAllowAll: &ratio{Median: 9}, CPUToAllowAll: &ratio{Median: 9}},
		{Path: directly, Workload: "pod", Concurrency: 1, Scenario: plimsoll, ToAllowAll: &ratio{Median: 9}, CPUToAllowAll: &ratio{Median: 9}},
	}
	bars := options{barP50: 1.5, barCPU: 4}.bars(rows)
	if len(bars) != 2 || !bars[0].Met || bars[1].Met || bars[1].Measured != 4.1 {
		t.Errorf("%+v", bars)
	}
}

func TestReadsTheAPIServersCounts(t *testing.T) {
	counts := parseCalls(`# TYPE apiserver_admission_webhook_request_total counter
apiserver_admission_webhook_request_total{code="200",name="a.example.com",operation="CREATE",rejected="false",type="validating"} 5
apiserver_admission_webhook_request_total{code="200",name="a.example.com",operation="CREATE",rejected="true",type="validating"} 1e+02
apiserver_admission_webhook_request_total{code="600",name="b.example.com",operation="UPDATE",rejected="false",type="validating"} 3
apiserver_admission_webhook_fail_open_count{name="b.example.com",type="validating"} 2
apiserver_admission_webhook_rejection_count{name="a.example.com"} 100
`)
	if got := counts.of([]string{"a.example.com"}); got != 105 {
		t.Errorf("a was called %d times", got)
	}
	if got := counts.of([]string{"a.example.com", "b.example.com", "c"}); got != 108 {
		t.Errorf("all were called %d times", got)
	}
	if counts.failOpen != 2 {
		t.Errorf("%d failed open", counts.failOpen)
	}
}

func TestComparesRequestsWithCalls(t *testing.T) {
	scenarios := []*scenario{{name: none}, {name: allowAll, hooks: []string{"floor"}}, {name: plimsoll, hooks: []string{"a", "b"}}}
	sent := map[string]int{none: 10, allowAll: 10, plimsoll: 10}
	before := callCounts{map[string]int{"floor": 5, "a": 7}, 2}
	for _, c := range []struct {
		floor, a, b, failOpen int
		message               string
	}{
		{15, 17, 0, 2, ""},
		{15, 12, 5, 2, ""},
		{15, 20, 0, 2, ""},
		{14, 17, 0, 2, "allow-all: 10 requests, but the API server called the webhook 9 times"},
		{16, 17, 0, 2, "allow-all: 10 requests, but the API server called the webhook 11 times"},
		{15, 16, 0, 2, "plimsoll: 10 requests, but the API server called the webhook 9 times"},
		{15, 117, 0, 2, "plimsoll: 10 requests, but the API server called the webhook 110 times"},
		{15, 17, 0, 3, "1 requests were admitted because a webhook did not answer"},
	} {
		now := callCounts{map[string]int{"floor": c.floor, "a": c.a, "b": c.b}, c.failOpen}
		if got := compareCalls(scenarios, sent, before, now); fmt.Sprint(got) != cmp.Or(c.message, "<nil>") {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestTakesOutOfASelectorOnlyWhatItPutIn(t *testing.T) {
	ours := kube.List{"x-none", "x-allow-all"}
	before := kube.List{
		kube.Object{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": kube.List{"kube-system"}},
		kube.Object{"key": scenarioLabel, "operator": "NotIn", "values": kube.List{"of-another-run"}},
	}
	after := without(append(before, kube.Object{"key": scenarioLabel, "operator": "NotIn", "values": ours}), ours)
	if len(after) != 2 || after[0].(kube.Object)["key"] != "kubernetes.io/metadata.name" {
		t.Errorf("%v", after)
	}
}

func TestHammerSendsAsManyAsAskedAndStopsAtTheFirstFailure(t *testing.T) {
	ctx := context.Background()
	all, err := hammer(ctx, 8, 100, time.Minute, func(context.Context) error { return nil })
	if err != nil || len(all.latencies) != 100 {
		t.Errorf("%d sent, %v", len(all.latencies), err)
	}
	calls := 0
	broken := errors.New("broken")
	_, err = hammer(ctx, 1, 100, time.Minute, func(context.Context) error {
		if calls++; calls == 3 {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) || calls != 3 {
		t.Errorf("%d calls, %v", calls, err)
	}
	short, err := hammer(ctx, 1, 1000, 50*time.Millisecond, func(context.Context) error {
		time.Sleep(10 * time.Millisecond)
		return nil
	})
	if n := len(short.latencies); err != nil || n < 2 || n > 6 {
		t.Errorf("%d sent in 50 ms, %v", n, err)
	}
}

func TestIsSteadyOnceThreeBatchesGainNothing(t *testing.T) {
	costs := steadiness{}
	for i, cost := range []float64{9, 5, 5.2, 4.9, 4, 4.1, 3.9, 4.4} {
		if steady := costs.add(cost); steady != (i == 7) {
			t.Fatalf("after batch %d of cost %v: %v", i+1, cost, steady)
		}
	}
}

func TestEveryScenarioIsFirstInTurn(t *testing.T) {
	scenarios := []*scenario{{name: none}, {name: allowAll}, {name: plimsoll}}
	first := map[string]int{}
	for round := 1; round <= 6; round++ {
		turn := inTurn(scenarios, round)
		if len(turn) != 3 || turn[0] == turn[1] || turn[1] == turn[2] || turn[0] == turn[2] {
			t.Fatalf("round %d: %v", round, turn)
		}
		first[turn[0].name]++
	}
	if len(first) != 3 || first[none] != 2 {
		t.Errorf("%v", first)
	}
}

func TestSaysWhatIsWrongWithTheOptions(t *testing.T) {
	for arguments, message := range map[string]string{
		"-kubeconfig=k":                                "no -allow-all",
		"-kubeconfig=k -allow-all=a more":              `"more" is not understood`,
		"-kubeconfig=k -allow-all=a -concurrency=0":    "from 1 to 256",
		"-kubeconfig=k -allow-all=a -webhook=plimsoll": "-operator-pid",
		"-kubeconfig=k -allow-all=a -denied=x":         "need -webhook",
		"-kubeconfig=k -allow-all=a -rounds=0":         "at least 1",
		"-kubeconfig=k -allow-all=a -process=api":      "want name=pid",
		"-kubeconfig=k -allow-all=a -process=api=0":    "want name=pid",
	} {
		_, err := parseOptions(strings.Fields(arguments))
		if err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%s: %v", arguments, err)
		}
	}
	o, err := parseOptions(strings.Fields("-kubeconfig=k -allow-all=a -workloads=pod,pods"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.allWorkloads(); err == nil || !strings.Contains(err.Error(), `"pods" is none of`) {
		t.Errorf("%v", err)
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
