package dev.plimsoll.operator.audit;

import dev.plimsoll.operator.running.Owner;
import dev.plimsoll.operator.running.RunningPod;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who owns Pods at the top: a Deployment rather than its ReplicaSet, a CronJob rather than its
/// Job.
///
/// What stands between is asked for once and remembered. Where it cannot be asked for, or has
/// gone, it is the top itself for the time being.
final class Owners {
  private static final Logger LOG = LoggerFactory.getLogger(Owners.class);
  private static final int REMEMBERED = 20_000;

  private final Lookup lookup;
  private final Map<Between, Owner> tops =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Between, Owner> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// Reads an object that stands between; nothing where there is none by now.
  @FunctionalInterface
  interface Lookup {
    Optional<? extends HasMetadata> read(String namespace, Owner owner);
  }

  Owners(Lookup lookup) {
    this.lookup = lookup;
  }

  /// Owners as the API server has them.
  static Owners in(KubernetesClient client) {
    return new Owners(
        (namespace, owner) ->
            owner.kind().equals("Job")
                ? Optional.ofNullable(
                    client.batch().v1().jobs().inNamespace(namespace).withName(owner.name()).get())
                : Optional.ofNullable(
                    client
                        .apps()
                        .replicaSets()
                        .inNamespace(namespace)
                        .withName(owner.name())
                        .get()));
  }

  /// An object that stands between a Pod and its top owner; the next one of its name is another.
  private record Between(String namespace, Owner owner, @Nullable String uid) {
    Between(String namespace, Owner owner) {
      this(namespace, owner, owner.uid());
    }
  }

  Owner topOf(RunningPod pod) {
    Owner controller = pod.controller();
    if (controller == null) {
      return new Owner("Pod", pod.name(), "v1", pod.standing().uid());
    }
    return isBetween(controller) ? above(new Between(pod.namespace(), controller)) : controller;
  }

  /// Other groups have kinds of these names too, Volcano's Job among them.
  private static boolean isBetween(Owner controller) {
    String version = Objects.requireNonNullElse(controller.apiVersion(), "");
    return switch (controller.kind()) {
      case "ReplicaSet" -> version.startsWith("apps/");
      case "Job" -> version.startsWith("batch/");
      default -> false;
    };
  }

  private Owner above(Between between) {
    synchronized (tops) {
      Owner known = tops.get(between);
      if (known != null) {
        return known;
      }
    }
    Optional<? extends HasMetadata> object = read(between);
    if (object.isEmpty()) {
      return between.owner();
    }
    Owner controller = RunningPod.controllerOf(object.get().getMetadata().getOwnerReferences());
    Owner top = controller == null ? between.owner() : controller;
    synchronized (tops) {
      tops.put(between, top);
    }
    return top;
  }

  private Optional<? extends HasMetadata> read(Between between) {
    try {
      return lookup.read(between.namespace(), between.owner());
    } catch (KubernetesClientException e) {
      LOG.atDebug()
          .addKeyValue("namespace", between.namespace())
          .addKeyValue("owner", between.owner())
          .setCause(e)
          .log("Owner could not be read");
      return Optional.empty();
    }
  }
}
