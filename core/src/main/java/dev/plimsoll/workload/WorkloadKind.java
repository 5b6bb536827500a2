package dev.plimsoll.workload;

import java.util.List;

/// A kind of object that runs containers: its API group and resource, its name for people, and
/// the fields that lead to its pod template (none: it is a Pod).
public record WorkloadKind(
    String group, String resource, String kind, List<String> podTemplatePath) {
  /// The one table of what runs containers; the webhook's rules name the same resources.
  public static final List<WorkloadKind> ALL =
      List.of(
          new WorkloadKind("", "pods", "Pod"),
          new WorkloadKind("apps", "deployments", "Deployment", "spec", "template"),
          new WorkloadKind("apps", "statefulsets", "StatefulSet", "spec", "template"),
          new WorkloadKind("apps", "daemonsets", "DaemonSet", "spec", "template"),
          new WorkloadKind("apps", "replicasets", "ReplicaSet", "spec", "template"),
          new WorkloadKind(
              "", "replicationcontrollers", "ReplicationController", "spec", "template"),
          new WorkloadKind("batch", "jobs", "Job", "spec", "template"),
          new WorkloadKind(
              "batch", "cronjobs", "CronJob", "spec", "jobTemplate", "spec", "template"));

  public WorkloadKind {
    podTemplatePath = List.copyOf(podTemplatePath);
  }

  public WorkloadKind(String group, String resource, String kind, String... podTemplatePath) {
    this(group, resource, kind, List.of(podTemplatePath));
  }

  /// The resource with its group, as `kubectl get` takes it: `deployments.apps`, `pods`.
  public String fullName() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  public boolean isPod() {
    return podTemplatePath.isEmpty();
  }
}
