package dev.plimsoll.operator.definition;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the definitions; of each, only what it is called and its version are kept.
final class DefinitionWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DefinitionWatch.class);
  private static final String VERSION = "plimsoll.dev/catalogue-version";

  private final KubernetesClient client;
  private final Definitions definitions;
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

  DefinitionWatch(KubernetesClient client, Definitions definitions) {
    this.client = client;
    this.definitions = definitions;
  }

  /// Starts to watch and does not wait.
  void start() {
    for (Definition definition : Definition.values()) {
      SharedIndexInformer<GenericKubernetesResource> informer =
          client
              .genericKubernetesResources("apiextensions.k8s.io/v1", "CustomResourceDefinition")
              .withName(definition.resourceName())
              .runnableInformer(0)
              .itemStore(new VersionsOnly())
              .exceptionHandler((_, fault) -> unreadable(definition, fault))
              .addEventHandler(new Handler(definition));
      informers.add(informer);
      informer
          .start()
          .thenRun(
              () -> {
                if (definitions.of(definition).isEmpty()) {
                  definitions.missing(definition);
                }
              });
    }
  }

  private static boolean unreadable(Definition definition, Throwable fault) {
    LOG.atDebug()
        .addKeyValue("definition", definition.resourceName())
        .setCause(fault)
        .log("Definition cannot be looked at");
    return true;
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    private final Definition definition;

    Handler(Definition definition) {
      this.definition = definition;
    }

    @Override
    public void onAdd(GenericKubernetesResource resource) {
      definitions.found(definition, versionOf(resource));
    }

    @Override
    public void onUpdate(GenericKubernetesResource former, GenericKubernetesResource resource) {
      definitions.found(definition, versionOf(resource));
    }

    @Override
    public void onDelete(GenericKubernetesResource resource, boolean finalStateUnknown) {
      definitions.missing(definition);
    }
  }

  private static @Nullable String versionOf(GenericKubernetesResource resource) {
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(VERSION);
  }

  private static final class VersionsOnly extends BasicItemStore<GenericKubernetesResource> {
    VersionsOnly() {
      super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource resource) {
      GenericKubernetesResource kept = new GenericKubernetesResource();
      kept.setMetadata(
          new ObjectMetaBuilder()
              .withName(resource.getMetadata().getName())
              .withUid(resource.getMetadata().getUid())
              .withResourceVersion(resource.getMetadata().getResourceVersion())
              .build());
      return super.put(key, kept);
    }

    @Override
    public boolean isFullState() {
      return false;
    }
  }
}
