package dev.plimsoll.operator.policyreport;

import dev.plimsoll.operator.informer.Following;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The reports of ours that the cluster has, in a few letters each; on the leader alone.
final class WrittenReports
    implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {
  private static final long PAGE = 100;

  private final KubernetesClient client;
  private final Map<Address, Written> reports = new ConcurrentHashMap<>();
  private @Nullable Following<GenericKubernetesResource> following;
  private @Nullable Format followed;

  WrittenReports(KubernetesClient client) {
    this.client = client;
  }

  /// Where a report lies.
  record Address(String namespace, String name) {
    static Address of(HasMetadata report) {
      return new Address(report.getMetadata().getNamespace(), report.getMetadata().getName());
    }
  }

  /// What a report says, in short, null where somebody took that away, and its version.
  record Written(@Nullable String content, String version) {
    static Written of(HasMetadata report) {
      Map<String, String> annotations = report.getMetadata().getAnnotations();
      return new Written(
          annotations == null ? null : annotations.get(WorkloadReport.CONTENT),
          String.valueOf(report.getMetadata().getResourceVersion()));
    }
  }

  /// Watches the reports of one form, and no more those of another.
  synchronized void follow(Format format) {
    if (format != followed) {
      stop();
      followed = format;
      following =
          Following.begin(
              client
                  .genericKubernetesResources(format.resources())
                  .inAnyNamespace()
                  .withLabel(WorkloadReport.MANAGED_BY, WorkloadReport.SOURCE)
                  .withLimit(PAGE),
              GenericKubernetesResource::new,
              this);
    }
  }

  synchronized void stop() {
    followed = null;
    if (following != null) {
      following.close();
      following = null;
    }
    reports.clear();
  }

  synchronized boolean isSynced() {
    return following != null && following.isSynced();
  }

  Optional<Written> at(Address key) {
    return Optional.ofNullable(reports.get(key));
  }

  List<Address> keys() {
    return List.copyOf(reports.keySet());
  }

  /// Takes over what was just written, before the watch tells of it.
  void put(GenericKubernetesResource report) {
    reports.put(Address.of(report), Written.of(report));
  }

  void forget(Address key) {
    reports.remove(key);
  }

  @Override
  public void onAdd(GenericKubernetesResource report) {
    put(report);
  }

  @Override
  public void onUpdate(GenericKubernetesResource former, GenericKubernetesResource report) {
    put(report);
  }

  @Override
  public void onDelete(GenericKubernetesResource report, boolean finalStateUnknown) {
    forget(Address.of(report));
  }

  @Override
  public void close() {
    stop();
  }
}
