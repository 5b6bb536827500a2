package dev.plimsoll.e2e.demo;

/// A Deployment of one container, as the demo deploys it.
record Workload(String name, String image) {
  String manifest() {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s}
    spec:
      replicas: 1
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
          containers:
          - name: app
            image: %2$s
    """
        .formatted(name, image);
  }
}
