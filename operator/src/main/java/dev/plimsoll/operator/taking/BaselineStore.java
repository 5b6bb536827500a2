package dev.plimsoll.operator.taking;

import dev.plimsoll.api.v1alpha1.BaselineSpec;
import dev.plimsoll.api.v1alpha1.RecordedBaseline;
import dev.plimsoll.operator.baseline.BaselineKey;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/// Where baselines lie: the API server. A write over what has changed meanwhile fails.
interface BaselineStore {
  /// Writes a baseline, over `former` where there is one, and returns it as it lies there.
  RecordedBaseline write(BaselineKey key, @Nullable RecordedBaseline former, BaselineSpec spec);

  void delete(RecordedBaseline resource);

  static BaselineStore in(KubernetesClient client) {
    return new BaselineStore() {
      @Override
      public RecordedBaseline write(
          BaselineKey key, @Nullable RecordedBaseline former, BaselineSpec spec) {
        RecordedBaseline resource = new RecordedBaseline();
        resource.setMetadata(
            new ObjectMetaBuilder()
                .withNamespace(key.namespace())
                .withName(key.resourceName())
                .addToLabels("app.kubernetes.io/managed-by", "plimsoll")
                .withResourceVersion(
                    former == null ? null : former.getMetadata().getResourceVersion())
                .build());
        resource.setSpec(spec);
        var here = client.resource(resource).inNamespace(key.namespace());
        return former == null ? here.create() : here.update();
      }

      @Override
      public void delete(RecordedBaseline resource) {
        client.resource(resource).inNamespace(resource.getMetadata().getNamespace()).delete();
      }
    };
  }
}
