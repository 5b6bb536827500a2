package dev.plimsoll.workload;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern FORM =
      Pattern.compile(
          "(?<kind>[A-Z][A-Za-z0-9]*)=(?<resource>[a-z][a-z0-9]*)\\.(?<group>[a-z0-9][a-z0-9.-]*)"
              + "/(?<path>[A-Za-z][A-Za-z0-9]*(?:\\.[A-Za-z][A-Za-z0-9]*)*)");

  public WorkloadKind {
    podTemplatePath = List.copyOf(podTemplatePath);
  }

  public WorkloadKind(String group, String resource, String kind, String... podTemplatePath) {
    this(group, resource, kind, List.of(podTemplatePath));
  }

  /// Reads a further kind as it is configured, `Rollout=rollouts.argoproj.io/spec.template`; throws
  /// an [IllegalArgumentException] that says what to write.
  public static WorkloadKind parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'%s' names no kind; write KIND=RESOURCE.GROUP/PATH-TO-THE-POD-TEMPLATE,".formatted(text)
              + " as Rollout=rollouts.argoproj.io/spec.template");
    }
    return new WorkloadKind(
        form.group("group"),
        form.group("resource"),
        form.group("kind"),
        List.of(form.group("path").split("\\.", -1)));
  }

  /// Kubernetes' own kinds and `further` ones, each once; throws an [IllegalArgumentException] that
  /// says which is there twice.
  public static List<WorkloadKind> allAnd(List<WorkloadKind> further) {
    List<WorkloadKind> all = new ArrayList<>(ALL);
    all.addAll(further);
    Map<String, WorkloadKind> byResource =
        ALL.stream().collect(toMap(WorkloadKind::fullName, Function.identity()));
    for (WorkloadKind kind : further) {
      WorkloadKind other = byResource.put(kind.fullName(), kind);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s is judged already%s; leave it out"
                .formatted(
                    kind.fullName(),
                    other.podTemplatePath().equals(kind.podTemplatePath())
                        ? ""
                        : " by its " + String.join(".", other.podTemplatePath())));
      }
    }
    return List.copyOf(all);
  }

  /// The resource with its group, as `kubectl get` takes it: `deployments.apps`, `pods`.
  public String fullName() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  public boolean isPod() {
    return podTemplatePath.isEmpty();
  }
}
