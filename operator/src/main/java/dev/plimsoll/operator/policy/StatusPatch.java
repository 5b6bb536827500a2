package dev.plimsoll.operator.policy;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.function.Supplier;

/// A resource that has a name and a status and nothing else, as a patch of the status wants it:
/// never the one from the cache.
final class StatusPatch {
  private StatusPatch() {}

  static <S, R extends CustomResource<?, S>> R of(R resource, Supplier<R> make, S status) {
    ObjectMeta named = resource.getMetadata();
    R fresh = make.get();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(named.getNamespace())
            .withName(named.getName())
            .build());
    fresh.setStatus(status);
    return fresh;
  }
}
