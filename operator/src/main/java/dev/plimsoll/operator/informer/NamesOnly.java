package dev.plimsoll.operator.informer;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps of each object only what an informer needs to tell what came, changed and went, for
/// listeners that keep the rest in a form of their own.
public final class NamesOnly<T extends HasMetadata> extends BasicItemStore<T> {
  private final Supplier<T> empty;

  /// `empty` makes an object without metadata.
  public NamesOnly(Supplier<T> empty) {
    super(Cache::metaNamespaceKeyFunc);
    this.empty = empty;
  }

  @Override
  public @Nullable T put(String key, T object) {
    T name = empty.get();
    name.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(object.getMetadata().getNamespace())
            .withName(object.getMetadata().getName())
            .withUid(object.getMetadata().getUid())
            .withResourceVersion(object.getMetadata().getResourceVersion())
            .build());
    return super.put(key, name);
  }

  @Override
  public boolean isFullState() {
    return false;
  }
}
