package dev.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.cli.yaml.YamlDocument;
import dev.plimsoll.cli.yaml.YamlException;
import dev.plimsoll.cli.yaml.YamlReader;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.EveryRule;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Platform;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials;
import dev.plimsoll.registry.RegistrySettings;
import dev.plimsoll.registry.RegistrySettings.Host;
import dev.plimsoll.registry.RegistrySource;
import dev.plimsoll.registry.ScriptedRegistry;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.verdict.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A cluster as a `kubectl` of its own tells of it: a script that writes what was put into a
/// directory, and remembers what it was asked.
///
/// `reg.dev.example` stands for the registry, as in [Trial]; `DIGEST(shop/web:1.4)` for the
/// digest of an image there.
final class TestCluster {
  /// Two namespaces, and a webhook that is asked about both.
  static final String NAMESPACES =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {kubernetes.io/metadata.name: shop, tier: web}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: bank, labels: {kubernetes.io/metadata.name: bank}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: kube-system, labels: {kubernetes.io/metadata.name: kube-system}}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: plimsoll}
      webhooks:
        - name: images.plimsoll.dev
          clientConfig: {service: {name: plimsoll-webhook, namespace: ops, path: /validate}}
          namespaceSelector:
            matchExpressions:
              - {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, ops]}
      """;
  private static final String WORKLOADS =
      "pods,deployments.apps,statefulsets.apps,daemonsets.apps,replicasets.apps,"
          + "replicationcontrollers,jobs.batch,cronjobs.batch";
  private static final Map<String, String> RESOURCES =
      Map.of(
          "ImagePolicy", "imagepolicies.plimsoll.dev",
          "ClusterImagePolicy", "clusterimagepolicies.plimsoll.dev",
          "ImageExemption", "imageexemptions.plimsoll.dev",
          "Baseline", "baselines.plimsoll.dev",
          "ImageReport", "imagereports.plimsoll.dev",
          "Namespace", "namespaces",
          "ValidatingWebhookConfiguration",
              "validatingwebhookconfigurations.admissionregistration.k8s.io");
  private static final String SCRIPT =
      """
      #!/bin/sh
      echo "$*" >> DIR/asked
      if [ -f "DIR/$2.err" ]; then cat "DIR/$2.err" >&2; exit 1; fi
      if [ -f "DIR/$2.json" ]; then cat "DIR/$2.json"; exit 0; fi
      echo '{"apiVersion": "v1", "kind": "List", "items": []}'
      """;

  private final ScriptedRegistry registry;
  private final Path directory;
  private final Map<String, ArrayNode> items = new HashMap<>();

  TestCluster(ScriptedRegistry registry, Path directory) {
    this.registry = registry;
    this.directory = directory.resolve("cluster");
    try {
      Files.createDirectories(this.directory);
      Path kubectl = this.directory.resolve("kubectl");
      Files.writeString(kubectl, SCRIPT.replace("DIR", this.directory.toString()));
      kubectl.toFile().setExecutable(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What `PATH` is to be.
  String path() {
    return directory + ":/usr/bin:/bin";
  }

  /// The command lines of kubectl so far.
  List<String> asked() {
    try {
      Path asked = directory.resolve("asked");
      return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// These objects too, as YAML.
  TestCluster with(String yaml) {
    String text = yaml.replace(Trial.REGISTRY, registry.host());
    for (String image :
        List.of("shop/web:1.4", "shop/web:1.5", "shop/web:1.6", "shop/multi:1", "base/debian:12")) {
      text = text.replace("DIGEST(" + image + ")", Shop.image(image).digest().toString());
    }
    try {
      for (YamlDocument document : YamlReader.read("cluster", text)) {
        add(document.root());
      }
      return this;
    } catch (YamlException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// A Deployment with its ReplicaSet and one Pod that runs this image.
  TestCluster running(String namespace, String name, String image) {
    return with(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME, namespace: SPACE, uid: d-SPACE-NAME}
        spec: {template: {metadata: {labels: {app: NAME}}, spec: {containers: [CONTAINER]}}}
        ---
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: NAME-1
          namespace: SPACE
          uid: r-SPACE-NAME
          ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: NAME, uid: d-SPACE-NAME, controller: true}]
        spec: {template: {metadata: {labels: {app: NAME}}, spec: {containers: [CONTAINER]}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: NAME-1-1
          namespace: SPACE
          uid: p-SPACE-NAME
          labels: {app: NAME}
          ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: NAME-1, uid: r-SPACE-NAME, controller: true}]
        spec: {nodeName: node-1, containers: [CONTAINER]}
        status:
          phase: Running
          containerStatuses: [{name: app, image: IMAGE, imageID: "IMAGE@DIGEST(REPOSITORY)"}]
        """
            .replace("CONTAINER", "{name: app, image: IMAGE}")
            .replace("REPOSITORY", image)
            .replace("IMAGE@", Trial.REGISTRY + "/x@")
            .replace("IMAGE", Trial.REGISTRY + "/" + image)
            .replace("SPACE", namespace)
            .replace("NAME", name));
  }

  /// The report that the operator would keep of an image.
  TestCluster reported(String image, int pods) {
    RegistrySettings settings = RegistrySettings.none().with(registry.host(), Host.OVER_PLAIN_HTTP);
    try (RegistrySource source =
            new RegistrySource(settings, Credentials.ANONYMOUS, Limits.defaults());
        ImageInspector inspector = new ImageInspector(source, Limits.defaults())) {
      Facts facts =
          ((Inspected)
                  inspector
                      .inspect(
                          new InspectionRequest(
                              Reference.parse(registry.host() + "/" + image),
                              List.of(Platform.LINUX_AMD64),
                              Depth.FILES,
                              Duration.ZERO,
                              Deadline.in(Duration.ofSeconds(30))))
                      .getFirst())
              .facts();
      add(report(image, facts, inspector.packed(facts.digest()).orElseThrow(), pods));
      return this;
    }
  }

  private ObjectNode report(String image, Facts facts, byte[] packed, int pods) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("apiVersion", "plimsoll.dev/v1alpha1").put("kind", "ImageReport");
    Digest digest = facts.digest();
    report.putObject("metadata").put("name", digest.toString().replace(':', '-'));
    ObjectNode spec = report.putObject("spec").put("digest", digest.toString());
    spec.put("repository", registry.host() + "/" + image.replaceFirst(":.*", ""));
    spec.put("facts", Base64.getEncoder().encodeToString(packed));
    spec.putObject("image")
        .put("depth", "Files")
        .put("platform", facts.platform().toString())
        .put("pullSize", "1Mi")
        .put("pullBytes", facts.pullSize().count())
        .put("diskBytes", facts.files().orElseThrow().diskSize().count())
        .put("layers", facts.layers().size())
        .put("base", image.equals("shop/web:1.5") ? "debian:12-slim" : "debian:12")
        .put("user", facts.config().user());
    ArrayNode layers = spec.putArray("layers");
    for (Layer layer : facts.layers()) {
      layers
          .addObject()
          .put("digest", layer.digest().toString())
          .put("bytes", layer.pullSize().count())
          .put("base", layer.number() == 1);
    }
    List<Violation> found = EveryRule.brokenBy(facts, new Evaluator(Measurements.ON_THE_SPOT));
    spec.putObject("found")
        .put("findings", found.size())
        .put("reclaimable", "")
        .put("reclaimableBytes", Finding.pullSizeOf(EveryRule.reclaimable(found)).count())
        .put("catalogue", Catalogue.VERSION)
        .putArray("worst")
        .addObject()
        .put("rule", "root-user")
        .put("severity", "high")
        .put("actual", "root")
        .put("bytes", 0);
    report
        .putObject("status")
        .putObject("running")
        .put("namespaces", 1)
        .put("workloads", 1)
        .put("pods", pods);
    return report;
  }

  private void add(JsonNode object) {
    String kind = object.path("kind").asText();
    String resource = RESOURCES.getOrDefault(kind, WORKLOADS);
    ArrayNode all =
        items.computeIfAbsent(resource, _ -> JsonNodeFactory.instance.arrayNode()).add(object);
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("apiVersion", "v1").put("kind", "List").set("items", all);
    write(resource + ".json", list.toString());
  }

  /// kubectl fails on a resource, and writes this.
  TestCluster failing(String kind, String said) {
    write(RESOURCES.getOrDefault(kind, WORKLOADS) + ".err", said + "\n");
    return this;
  }

  /// kubectl writes this of a resource.
  TestCluster writing(String kind, String out) {
    write(RESOURCES.getOrDefault(kind, WORKLOADS) + ".json", out);
    return this;
  }

  private void write(String file, String content) {
    try {
      Files.writeString(directory.resolve(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
