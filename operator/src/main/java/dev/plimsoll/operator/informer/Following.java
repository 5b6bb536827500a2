package dev.plimsoll.operator.informer;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.function.Supplier;

/// What is watched from now until it is stopped, objects kept by name alone.
///
/// An event that is under way when it is stopped is waited for; none comes afterwards, so that
/// what the listener forgets then stays forgotten.
public final class Following<T extends HasMetadata> implements AutoCloseable {
  private final SharedIndexInformer<T> informer;
  private final Gate<T> gate;

  private Following(SharedIndexInformer<T> informer, Gate<T> gate) {
    this.informer = informer;
    this.gate = gate;
  }

  /// Begins to watch and does not wait. `empty` makes an object without metadata.
  public static <T extends HasMetadata> Following<T> begin(
      Informable<T> objects, Supplier<T> empty, ResourceEventHandler<? super T> listener) {
    Gate<T> gate = new Gate<>(listener);
    SharedIndexInformer<T> informer =
        objects
            .runnableInformer(0)
            .itemStore(new NamesOnly<>(empty))
            .exceptionHandler((_, _) -> true)
            .addEventHandler(gate);
    informer.start();
    return new Following<>(informer, gate);
  }

  /// Whether what there was at the beginning has been told.
  public boolean isSynced() {
    return informer.hasSynced();
  }

  /// Stops for good.
  @Override
  public void close() {
    informer.stop();
    gate.shut();
  }

  /// Lets events through until it is shut.
  static final class Gate<T> implements ResourceEventHandler<T> {
    private final ResourceEventHandler<? super T> listener;
    private boolean shut;

    Gate(ResourceEventHandler<? super T> listener) {
      this.listener = listener;
    }

    synchronized void shut() {
      shut = true;
    }

    @Override
    public synchronized void onAdd(T object) {
      if (!shut) {
        listener.onAdd(object);
      }
    }

    @Override
    public synchronized void onUpdate(T former, T object) {
      if (!shut) {
        listener.onUpdate(former, object);
      }
    }

    @Override
    public synchronized void onDelete(T object, boolean finalStateUnknown) {
      if (!shut) {
        listener.onDelete(object, finalStateUnknown);
      }
    }
  }
}
