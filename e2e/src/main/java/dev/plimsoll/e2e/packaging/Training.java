package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.images.LayoutPush;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationSettings;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.PartsException;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A run from which Java learns what the operator loads and uses, for its ahead-of-time cache.
///
/// The operator starts from the image's own files, since a cache fits only those jars and that
/// Java, and judges its own image, pushed to a registry, for Pods in a real API server.
final class Training {
  private static final String NAMESPACE = "training";
  private static final int REVIEWS = 300;
  private static final String POLICY =
      """
      {"apiVersion": "plimsoll.dev/v1alpha1", "kind": "ImagePolicy",
       "metadata": {"name": "training", "namespace": "%s"},
       "spec": {"profile": "Strict", "enforcement": "%s"}}
      """;

  private final Path layout;
  private final String name;
  private final UnpackedImage image;
  private final Consumer<String> progress;

  /// @param layout has the image, under `name`, without a cache
  Training(Path layout, String name, Path work, Consumer<String> progress) {
    this.layout = layout;
    this.name = name;
    this.image = UnpackedImage.of(layout, name, work.resolve("root"));
    this.progress = progress;
  }

  /// Runs, and makes the cache of what was learnt.
  Path cache() {
    progress.accept("training the ahead-of-time cache in the image's own files");
    record();
    return create();
  }

  private void record() {
    UnpackedImage learning =
        image.with(
            "JAVA_TOOL_OPTIONS",
            "-Xmx192m -Xlog:aot=error -XX:AOTMode=record"
                + " -XX:AOTConfiguration=/training/plimsoll.aotconf");
    try (RegistryServer registry = RegistryServer.start(RegistrySettings.defaults());
        LayoutPush push = new LayoutPush(layout, registry.host());
        ControlPlane cluster = ControlPlane.start(ControlPlaneSettings.defaults())) {
      push.pushAll();
      InstallationSettings settings = InstallationSettings.withInsecureRegistries(registry.host());
      try (Installation _ = Installation.install(cluster, settings, learning)) {
        judge(cluster, registry.host() + "/" + name);
      }
    }
  }

  private void judge(ControlPlane cluster, String reference) {
    Kubectl kubectl = cluster.kubectl();
    kubectl.run("create", "namespace", NAMESPACE);
    for (String enforcement : List.of("Warn", "Enforce")) {
      kubectl.apply(POLICY.formatted(NAMESPACE, enforcement));
      for (int i = 0; i < REVIEWS; i++) {
        createPod(cluster.client(), reference, "training-" + i);
      }
    }
  }

  private static void createPod(KubernetesClient client, String reference, String podName) {
    try {
      client
          .pods()
          .inNamespace(NAMESPACE)
          .resource(
              new PodBuilder()
                  .withNewMetadata()
                  .withName(podName)
                  .endMetadata()
                  .withNewSpec()
                  .addNewContainer()
                  .withName("operator")
                  .withImage(reference)
                  .endContainer()
                  .endSpec()
                  .build())
          .dryRun()
          .create();
    } catch (KubernetesClientException _) {
      // A refusal is as good to learn from as an admission.
    }
  }

  private Path create() {
    List<String> options = new ArrayList<>();
    image.entrypoint().forEach(options::add);
    options.addAll(
        1,
        List.of(
            "-XX:AOTMode=create",
            "-XX:AOTConfiguration=/training/plimsoll.aotconf",
            "-XX:AOTCache=/training/plimsoll.aot"));
    Command.run(image.contained(image.work(), java.util.Map.of(), options));
    Path cache = image.work().resolve("plimsoll.aot");
    if (!Files.isRegularFile(cache)) {
      throw new PartsException("Java made no ahead-of-time cache of the training; see above.");
    }
    return cache;
  }
}
