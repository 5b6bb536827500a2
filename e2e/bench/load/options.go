package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

type options struct {
	kubeconfig       string
	allowAll         string
	webhook          string
	operatorPID      int
	policy           string
	admitted, denied string
	processes        map[string]int
	workloads        []string
	concurrency      []int
	rounds           int
	count            int
	warmUp           int
	settle           time.Duration
	cellLimit, limit time.Duration
	json             string
	barP50, barCPU   float64
	untilStdinCloses bool
}

func parseOptions(arguments []string) (options, error) {
	o := options{processes: map[string]int{}}
	var workloads, concurrency string
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.StringVar(&o.kubeconfig, "kubeconfig", os.Getenv("KUBECONFIG"), "`file` with the way to the API server, on this machine")
	flags.StringVar(&o.allowAll, "allow-all", "", "the allow-all webhook's `program`; it is started and ended here")
	flags.StringVar(&o.webhook, "webhook", "", "`name` of the ValidatingWebhookConfiguration that calls the running operator; without it, none and allow-all are measured")
	flags.IntVar(&o.operatorPID, "operator-pid", 0, "`process` id of the operator")
	flags.StringVar(&o.policy, "policy", "", "`file` with the ImagePolicy to judge by; without it, the four rules of size, user, base and build tools")
	flags.StringVar(&o.admitted, "admitted", "registry.example.com/team/app:1.0", "`image` that the policy admits")
	flags.StringVar(&o.denied, "denied", "", "`image` that the policy denies; without it, no denial is measured")
	flags.Func("process", "a further process to watch, as `name=pid`; may be repeated", o.addProcess)
	flags.StringVar(&workloads, "workloads", "pod,denied-pod,deployment", "what is created, of pod, denied-pod, deployment, denied-deployment")
	flags.StringVar(&concurrency, "concurrency", "1,8,32", "how many requests at once")
	flags.IntVar(&o.rounds, "rounds", 9, "how often every scenario takes its turn")
	flags.IntVar(&o.count, "count", 250, "requests in one turn")
	flags.IntVar(&o.warmUp, "warm-up", 1500, "requests of each kind before the first round")
	flags.DurationVar(&o.settle, "settle", 90*time.Second, "how long the scenarios may take to answer as they should, the reading of the images included")
	flags.DurationVar(&o.cellLimit, "turn-limit", 20*time.Second, "a turn ends after this even if -count is not reached")
	flags.DurationVar(&o.limit, "limit", 15*time.Minute, "the whole run ends after this")
	flags.StringVar(&o.json, "json", "", "`file` for every figure of every turn")
	flags.Float64Var(&o.barP50, "bar-p50", 1.5, "p50 through the API server, at most this many times allow-all's")
	flags.Float64Var(&o.barCPU, "bar-cpu", 4, "CPU per review, at most this many times allow-all's")
	flags.BoolVar(&o.untilStdinCloses, "until-stdin-closes", false, "end when standard input closes, that is, when the caller is gone")
	flags.SetOutput(io.Discard) // a mistake gets its one sentence, not the whole list
	if err := flags.Parse(arguments); errors.Is(err, flag.ErrHelp) {
		flags.SetOutput(os.Stdout)
		flags.PrintDefaults()
		return options{}, err
	} else if err != nil {
		return options{}, fmt.Errorf("%w (-help lists the options)", err)
	}
	o.workloads = strings.Split(workloads, ",")
	var err error
	if o.concurrency, err = numbers(concurrency); err != nil {
		return options{}, err
	}
	return o, o.validate(flags.Args())
}

func (o options) addProcess(text string) error {
	name, pid, _ := strings.Cut(text, "=")
	number, err := strconv.Atoi(pid)
	if name == "" || err != nil || number <= 0 {
		return fmt.Errorf("want name=pid")
	}
	o.processes[name] = number
	return nil
}

func (o options) validate(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is not understood: options start with a dash", rest[0])
	case o.kubeconfig == "":
		return fmt.Errorf("no -kubeconfig, and KUBECONFIG is not set")
	case o.allowAll == "":
		return fmt.Errorf("no -allow-all: name the program, or call e2e/bench/admission.sh, which does")
	case o.rounds < 1 || o.count < 1 || o.warmUp < 0:
		return fmt.Errorf("-rounds and -count must be at least 1, -warm-up at least 0")
	case o.webhook != "" && o.operatorPID <= 0:
		return fmt.Errorf("-webhook needs -operator-pid, whose CPU and memory are measured")
	case o.webhook == "" && (o.denied != "" || o.operatorPID != 0 || o.policy != ""):
		return fmt.Errorf("-denied, -operator-pid and -policy need -webhook")
	}
	return nil
}

func numbers(text string) ([]int, error) {
	var all []int
	for word := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > 256 {
			return nil, fmt.Errorf("-concurrency %q: want numbers from 1 to 256, with commas between", text)
		}
		all = append(all, n)
	}
	return all, nil
}
