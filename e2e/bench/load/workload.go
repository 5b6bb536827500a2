package main

import (
	"encoding/json"
	"fmt"

	"plimsoll.dev/e2e/bench/internal/kube"
)

// A workload is what is created, over and over.
type workload struct {
	Name     string
	resource string // the path between namespace and name
	group    string // of the API
	object   func(image string) kube.Object
	image    string
	denied   bool // by Plimsoll; the other scenarios admit everything
}

// path is where the workload is created without being kept.
func (w workload) path(namespace string) string {
	prefix := "/api/v1"
	if w.group != "" {
		prefix = "/apis/" + w.group + "/v1"
	}
	return fmt.Sprintf("%s/namespaces/%s/%s?dryRun=All", prefix, namespace, w.resource)
}

func (w workload) body() []byte {
	content, err := json.Marshal(w.object(w.image))
	if err != nil {
		panic(err) // a literal of this file
	}
	return content
}

// workloads are those that the options ask for; a denied one needs an image that is denied.
func (o options) allWorkloads() ([]workload, error) {
	known := map[string]workload{
		"pod":               {resource: "pods", object: pod, image: o.admitted},
		"denied-pod":        {resource: "pods", object: pod, image: o.denied, denied: true},
		"deployment":        {resource: "deployments", group: "apps", object: deployment, image: o.admitted},
		"denied-deployment": {resource: "deployments", group: "apps", object: deployment, image: o.denied, denied: true},
	}
	var chosen []workload
	for _, name := range o.workloads {
		w, found := known[name]
		if !found {
			return nil, fmt.Errorf("-workloads: %q is none of pod, denied-pod, deployment, denied-deployment", name)
		}
		if w.image != "" {
			w.Name = name
			chosen = append(chosen, w)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("-workloads names only denied ones: say with -denied which image is")
	}
	return chosen, nil
}

var labels = kube.Object{
	"app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop", "app.kubernetes.io/version": "1.0",
}

func pod(image string) kube.Object {
	return kube.Object{
		"apiVersion": "v1", "kind": "Pod",
		"metadata": kube.Object{"name": "web", "labels": labels},
		"spec":     podSpec(image),
	}
}

func deployment(image string) kube.Object {
	return kube.Object{
		"apiVersion": "apps/v1", "kind": "Deployment",
		"metadata": kube.Object{"name": "web", "labels": labels},
		"spec": kube.Object{
			"replicas": 3,
			"selector": kube.Object{"matchLabels": labels},
			"template": kube.Object{"metadata": kube.Object{"labels": labels}, "spec": podSpec(image)},
		},
	}
}

// podSpec is as long as those that people write: ports, probes, resources, environment, a volume.
func podSpec(image string) kube.Object {
	probe := kube.Object{"httpGet": kube.Object{"path": "/healthz", "port": "http"}, "periodSeconds": 10}
	return kube.Object{
		"securityContext":              kube.Object{"seccompProfile": kube.Object{"type": "RuntimeDefault"}},
		"automountServiceAccountToken": false,
		"containers": kube.List{kube.Object{
			"name":  "web",
			"image": image,
			"ports": kube.List{kube.Object{"name": "http", "containerPort": 8080}},
			"env": kube.List{
				kube.Object{"name": "LOG_LEVEL", "value": "info"},
				kube.Object{"name": "BASKET_URL", "value": "http://basket.shop.svc:8080/v1"},
				kube.Object{"name": "POD_NAME", "valueFrom": kube.Object{"fieldRef": kube.Object{"fieldPath": "metadata.name"}}},
			},
			"resources": kube.Object{
				"requests": kube.Object{"cpu": "100m", "memory": "128Mi"},
				"limits":   kube.Object{"memory": "256Mi"},
			},
			"readinessProbe": probe,
			"livenessProbe":  probe,
			"securityContext": kube.Object{
				"allowPrivilegeEscalation": false,
				"readOnlyRootFilesystem":   true,
				"capabilities":             kube.Object{"drop": kube.List{"ALL"}},
			},
			"volumeMounts": kube.List{kube.Object{"name": "tmp", "mountPath": "/tmp"}},
		}},
		"volumes": kube.List{kube.Object{"name": "tmp", "emptyDir": kube.Object{}}},
	}
}
