package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"go.yaml.in/yaml/v3"

	"plimsoll.dev/e2e/bench/internal/kube"
)

// scenarioLabel says of a namespace which scenario it is for. Webhooks select by it, so that
// nothing in the cluster changes, and nothing has to settle, between two turns.
const scenarioLabel = "bench.plimsoll.dev/scenario"

const webhookPath = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations"

func (b *bench) label(scenario string) string { return b.id + "-" + scenario }

func (b *bench) createNamespace(ctx context.Context, scenario string) (string, error) {
	name := "plimsoll-bench-" + b.label(scenario)
	err := b.create(ctx, "/api/v1/namespaces", kube.Object{
		"apiVersion": "v1", "kind": "Namespace",
		"metadata": kube.Object{"name": name, "labels": kube.Object{scenarioLabel: b.label(scenario)}},
	})
	if err != nil {
		return "", err
	}
	return name, b.awaitServiceAccount(ctx, name)
}

// awaitServiceAccount waits for what every Pod of a new namespace needs. Where no controller makes
// it, the API server may not ask for it either: so it is no failure if none comes.
func (b *bench) awaitServiceAccount(ctx context.Context, namespace string) error {
	for range 50 {
		path := "/api/v1/namespaces/" + namespace + "/serviceaccounts/default"
		if err := b.client.Do(ctx, "GET", path, nil, nil); err == nil {
			return nil
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// create makes an object that is deleted at the end.
func (b *bench) create(ctx context.Context, collection string, object kube.Object) error {
	if err := b.client.Do(ctx, "POST", collection, object, nil); err != nil {
		return err
	}
	name := object["metadata"].(kube.Object)["name"].(string)
	b.onClose(func(ctx context.Context) error { return b.delete(ctx, collection, name) })
	return nil
}

func (b *bench) delete(ctx context.Context, collection, name string) error {
	err := b.client.Do(ctx, "DELETE", collection+"/"+name, nil, nil)
	var failure *kube.Failure
	if errors.As(err, &failure) && failure.Code == http.StatusNotFound {
		return nil
	}
	return err
}

// register makes a webhook of our own, asked for everything that is created in one namespace.
// It returns the name under which the API server counts its calls.
func (b *bench) register(ctx context.Context, scenario, url string, authority []byte) (string, error) {
	name := b.label(scenario) + ".bench.plimsoll.dev"
	return name, b.create(ctx, webhookPath, kube.Object{
		"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
		"metadata": kube.Object{"name": "plimsoll-bench-" + b.label(scenario)},
		"webhooks": kube.List{kube.Object{
			"name":                    name,
			"admissionReviewVersions": kube.List{"v1"},
			"sideEffects":             "None",
			"failurePolicy":           "Fail",
			"timeoutSeconds":          5,
			"clientConfig":            kube.Object{"url": url, "caBundle": authority},
			"namespaceSelector":       kube.Object{"matchLabels": kube.Object{scenarioLabel: b.label(scenario)}},
			"rules": kube.List{
				kube.Object{"apiGroups": kube.List{""}, "apiVersions": kube.List{"v1"}, "operations": kube.List{"CREATE"}, "resources": kube.List{"pods"}},
				kube.Object{"apiGroups": kube.List{"apps"}, "apiVersions": kube.List{"v1"}, "operations": kube.List{"CREATE"}, "resources": kube.List{"deployments"}},
			},
		}},
	})
}

// exclude keeps the operator's webhook away from the namespaces of the other scenarios, until the
// end of the run.
func (b *bench) exclude(ctx context.Context, scenarios ...string) error {
	var values kube.List
	for _, scenario := range scenarios {
		values = append(values, b.label(scenario))
	}
	expression := kube.Object{"key": scenarioLabel, "operator": "NotIn", "values": values}
	b.onClose(func(ctx context.Context) error {
		return b.editSelectors(ctx, func(expressions kube.List) kube.List {
			return without(expressions, values)
		})
	})
	return b.editSelectors(ctx, func(expressions kube.List) kube.List {
		return append(expressions, expression)
	})
}

// without leaves out the expressions that [bench.exclude] has added for the same scenarios.
func without(expressions, values kube.List) kube.List {
	kept := kube.List{}
	for _, expression := range expressions {
		e, _ := expression.(kube.Object)
		if e["key"] != scenarioLabel || fmt.Sprint(e["values"]) != fmt.Sprint(values) {
			kept = append(kept, expression)
		}
	}
	return kept
}

// editSelectors changes the match expressions of the namespace selectors of the operator's
// webhooks, again where somebody else wrote in between.
func (b *bench) editSelectors(ctx context.Context, edit func(kube.List) kube.List) error {
	path := webhookPath + "/" + b.options.webhook
	for try := 0; ; try++ {
		var configuration kube.Object
		if err := b.client.Do(ctx, "GET", path, nil, &configuration); err != nil {
			return err
		}
		hooks, _ := configuration["webhooks"].(kube.List)
		for _, hook := range hooks {
			hook := hook.(kube.Object)
			selector, _ := hook["namespaceSelector"].(kube.Object)
			if selector == nil {
				selector = kube.Object{}
			}
			expressions, _ := selector["matchExpressions"].(kube.List)
			selector["matchExpressions"] = edit(expressions)
			hook["namespaceSelector"] = selector
		}
		err := b.client.Do(ctx, "PUT", path, configuration, nil)
		var failure *kube.Failure
		if !errors.As(err, &failure) || failure.Code != http.StatusConflict || try == 10 {
			return err
		}
	}
}

// createPolicy makes the ImagePolicy by which the operator judges in its scenario.
func (b *bench) createPolicy(ctx context.Context, namespace string) error {
	content := []byte(defaultPolicy)
	if b.options.policy != "" {
		var err error
		if content, err = os.ReadFile(b.options.policy); err != nil {
			return err
		}
	}
	var policy kube.Object
	if err := yaml.Unmarshal(content, &policy); err != nil {
		return fmt.Errorf("the policy %s: %w", b.options.policy, err)
	}
	metadata, _ := policy["metadata"].(kube.Object)
	if metadata == nil || policy["kind"] != "ImagePolicy" || metadata["name"] == nil {
		return fmt.Errorf("the policy %s is no ImagePolicy with a name", b.options.policy)
	}
	delete(metadata, "namespace")
	apiVersion, _ := policy["apiVersion"].(string)
	return b.create(ctx, "/apis/"+apiVersion+"/namespaces/"+namespace+"/imagepolicies", policy)
}

const defaultPolicy = `
apiVersion: plimsoll.dev/v1alpha1
kind: ImagePolicy
metadata: {name: load-line}
spec:
  enforcement: Enforce
  alreadyRunning: Refuse
  rules:
    size: {pullSize: {max: 150Mi}}
    user: {rootUser: {}}
    base: {nonSlimBase: {}}
    buildTools: {compiler: {}}
`

// decode turns one part of an object into a type.
func decode(part any, out any) error {
	content, err := json.Marshal(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(content, out)
}

func pause(ctx context.Context, length time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(length):
		return nil
	}
}
