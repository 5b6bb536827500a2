package main

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"

	"plimsoll.dev/e2e/bench/internal/kube"
	"plimsoll.dev/e2e/bench/internal/process"
)

// webhookEntry is one entry of a ValidatingWebhookConfiguration.
type webhookEntry struct {
	Name           string
	TimeoutSeconds int
	ClientConfig   struct {
		URL      string
		CABundle []byte
		Service  *struct {
			Name, Namespace, Path string
			Port                  int
		}
	}
	Rules []struct{ APIGroups, Operations, Resources []string }
}

func (w webhookEntry) isAskedForPods() bool {
	for _, rule := range w.Rules {
		pods := slices.Contains(rule.Resources, "pods") || slices.Contains(rule.Resources, "*") || slices.Contains(rule.Resources, "*/*")
		creates := slices.Contains(rule.Operations, "CREATE") || slices.Contains(rule.Operations, "*")
		if pods && creates {
			return true
		}
	}
	return false
}

// addPlimsoll takes the operator that runs: its webhook as it is registered, kept away from the
// other scenarios for a while, and a policy in a namespace of its own.
func (b *bench) addPlimsoll(ctx context.Context) error {
	if _, err := process.CPU(b.options.operatorPID); err != nil {
		return fmt.Errorf("-operator-pid: %w", err)
	}
	b.processes[plimsoll] = b.options.operatorPID
	var configuration struct{ Webhooks []webhookEntry }
	if err := b.client.Do(ctx, "GET", webhookPath+"/"+b.options.webhook, nil, &configuration); err != nil {
		return fmt.Errorf("-webhook: %w", err)
	}
	if err := b.exclude(ctx, none, allowAll, recording); err != nil {
		return err
	}
	s, err := b.addScenario(ctx, plimsoll)
	if err != nil {
		return err
	}
	for _, hook := range configuration.Webhooks {
		s.hooks = append(s.hooks, hook.Name)
		if hook.isAskedForPods() && s.direct == nil {
			if s.direct, err = b.endpointOf(ctx, hook); err != nil {
				return err
			}
		}
	}
	if s.direct == nil {
		b.say("%s is not called directly: it has no address on this machine", b.options.webhook)
	}
	return b.createPolicy(ctx, s.namespace)
}

// endpointOf is where a webhook is reached without the API server, or nil where that is not on
// this machine.
func (b *bench) endpointOf(ctx context.Context, hook webhookEntry) (*endpoint, error) {
	config := hook.ClientConfig
	if config.URL != "" {
		return newEndpoint(config.URL, "", "", config.CABundle, hook.TimeoutSeconds)
	}
	if config.Service == nil {
		return nil, fmt.Errorf("the webhook %s has neither a URL nor a Service", hook.Name)
	}
	address, err := b.addressOf(ctx, config.Service.Namespace, config.Service.Name, config.Service.Port)
	if err != nil || address == "" {
		return nil, err
	}
	host := config.Service.Name + "." + config.Service.Namespace + ".svc"
	return newEndpoint("https://"+host+config.Service.Path, address, host, config.CABundle, hook.TimeoutSeconds)
}

// addressOf is an endpoint of a Service that is ready and on this machine, or empty.
func (b *bench) addressOf(ctx context.Context, namespace, name string, port int) (string, error) {
	var service struct {
		Spec struct {
			Ports []struct {
				Name string
				Port int
			}
		}
	}
	if err := b.client.Do(ctx, "GET", "/api/v1/namespaces/"+namespace+"/services/"+name, nil, &service); err != nil {
		return "", err
	}
	portName := ""
	for _, p := range service.Spec.Ports {
		if p.Port == port {
			portName = p.Name
		}
	}
	var slices struct {
		Items []struct {
			Endpoints []struct{ Addresses []string }
			Ports     []struct {
				Name string
				Port int
			}
		}
	}
	path := "/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices?"
	if err := b.client.Do(ctx, "GET", path+kube.Selector("kubernetes.io/service-name", name), nil, &slices); err != nil {
		return "", err
	}
	for _, slice := range slices.Items {
		for _, p := range slice.Ports {
			for _, e := range slice.Endpoints {
				address, err := netip.ParseAddr(e.Addresses[0])
				if p.Name == portName && err == nil && kube.IsHere(address) {
					return net.JoinHostPort(address.String(), strconv.Itoa(p.Port)), nil
				}
			}
		}
	}
	return "", nil
}
