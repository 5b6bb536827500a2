package dev.plimsoll.operator.served;

import static dev.plimsoll.image.ImageBuilder.image;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.registry.DroppingPort;
import dev.plimsoll.registry.Fault;
import dev.plimsoll.registry.RefusingPort;
import dev.plimsoll.registry.ScriptedRegistry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.MockWebServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the operator finds when it starts: an API server with a policy in each of a few
/// namespaces, a registry with images, and registries that refuse, hang or drop connections.
public final class Surroundings implements QuarkusTestResourceLifecycleManager {
  private static final String POLICY =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: load-line, namespace: %s, uid: %s, generation: 1}
      spec:
        enforcement: %s
        alreadyRunning: Refuse
        whenUndetermined: {unreachable: %s, notFound: Deny}
        rules:
          size: {pullSize: {max: 1Mi}}
          user: {rootUser: {}}
      """;

  private @Nullable KubernetesMockServer kubernetes;
  private @Nullable ScriptedRegistry registry;
  private @Nullable ScriptedRegistry hanging;
  private @Nullable DroppingPort dropping;
  private @Nullable RefusingPort refusing;

  @Override
  public Map<String, String> start() {
    kubernetes =
        new KubernetesMockServer(
            new io.fabric8.mockwebserver.Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            false);
    kubernetes.init();
    try (KubernetesClient client = kubernetes.createClient()) {
      policy(client, "enforced", "Enforce", "Deny");
      policy(client, "warned", "Warn", "Warn");
      policy(client, "audited", "Audit", "Allow");
      policy(client, "enforced-but-allow", "Enforce", "Allow");
      policy(client, "enforced-but-warn", "Enforce", "Warn");
      policy(client, "kube-system", "Enforce", "Deny");
    }
    registry = ScriptedRegistry.start();
    registry.add("shop/good:1", small("10001"));
    registry.add("shop/root:1", small("root"));
    hanging = ScriptedRegistry.start();
    hanging.on("HEAD", "/v2/", Fault.hang());
    hanging.on("GET", "/v2/", Fault.hang());
    dropping = DroppingPort.open();
    refusing = RefusingPort.open();
    return Map.of(
        "quarkus.kubernetes-client.api-server-url",
        "http://127.0.0.1:" + kubernetes.getPort(),
        "quarkus.kubernetes-client.namespace",
        "plimsoll-system",
        "plimsoll.registries.insecure-hosts",
        String.join(",", registry.host(), hanging.host(), dropping.host(), refusing.host()),
        "plimsoll.webhook.url",
        "https://localhost:9443/validate",
        "test.registry",
        registry.host(),
        "test.hanging",
        hanging.host(),
        "test.dropping",
        dropping.host(),
        "test.refused",
        refusing.host());
  }

  @Override
  public void stop() {
    if (registry != null) {
      registry.close();
    }
    if (hanging != null) {
      hanging.close();
    }
    if (dropping != null) {
      dropping.close();
    }
    if (refusing != null) {
      refusing.close();
    }
    if (kubernetes != null) {
      kubernetes.destroy();
    }
  }

  private static void policy(
      KubernetesClient client, String namespace, String enforcement, String unreachable) {
    client
        .resource(
            Serialization.unmarshal(
                POLICY.formatted(namespace, "uid-" + namespace, enforcement, unreachable),
                ImagePolicy.class))
        .create();
  }

  private static TestImage small(String user) {
    return image().user(user).layer("COPY app /app", layer -> layer.file("/app", "hello")).build();
  }
}
