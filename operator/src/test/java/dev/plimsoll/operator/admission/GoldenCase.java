package dev.plimsoll.operator.admission;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plimsoll.api.v1alpha1.ClusterImagePolicy;
import dev.plimsoll.api.v1alpha1.ImageExemption;
import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.RecordedBaseline;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.operator.policy.PolicyIndex;
import dev.plimsoll.operator.policy.PolicyLookup;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.reference.Reference;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// One folder of a review, the policies there are, what is in the images, and the answer.
///
/// ```yaml
/// # images.yaml
/// registry.example.com/shop/web:1.0:
///   user: root
///   layers:
///   - pull: 30
///     by: "FROM scratch"
///     files: [{is: COMPILER, of: gcc-12, disk: 90, path: /usr/bin/gcc}]
/// registry.example.com/shop/gone:1.0:
///   unknown: {cause: NOT_FOUND, detail: "…"}
/// ```
final class GoldenCase {
  static final Set<String> FILES =
      Set.of("review.json", "policies.yaml", "images.yaml", "response.json");
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final Path folder;
  private final Map<String, List<Inspection>> images = new HashMap<>();
  private final Set<String> unused;

  GoldenCase(Path folder) throws IOException {
    this.folder = folder;
    YAML.readTree(text("images.yaml"))
        .properties()
        .forEach(image -> images.put(image.getKey(), List.of(inspection(image.getValue()))));
    this.unused = new TreeSet<>(images.keySet());
  }

  static Stream<Path> folders(Path root) throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return folders.sorted().toList().stream();
    }
  }

  Set<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(toCollection(TreeSet::new));
    }
  }

  /// Images that the case describes and nobody asked for.
  Set<String> unused() {
    return unused;
  }

  JsonNode expected() throws IOException {
    return YAML.readTree(text("response.json"));
  }

  JsonNode actual() throws IOException, MalformedReviewException {
    Review review = ReviewReader.read(Files.readAllBytes(folder.resolve("review.json")));
    Admission admission =
        new Admission(
            policies(),
            inspections(),
            new Evaluator(Measurements.ON_THE_SPOT),
            new Admission.Terms(Duration.ofHours(1), Duration.ofSeconds(10), Enforcement.WARN),
            () -> NOW,
            _ -> Optional.empty());
    Decision decision = admission.decide(review, Deadline.in(Duration.ofSeconds(30)));
    return YAML.readTree(ReviewWriter.write(review.uid(), decision.response()));
  }

  private PolicyLookup policies() throws IOException {
    Namespaces namespaces = new Namespaces(_ -> null);
    ExemptionIndex exemptions = new ExemptionIndex(namespaces, "plimsoll-system");
    BaselineIndex baselines = new BaselineIndex();
    PolicyIndex index =
        new PolicyIndex(
            Set.of(), namespaces, exemptions, baselines, new Metrics(new SimpleMeterRegistry()));
    for (String document : text("policies.yaml").split("(?m)^---$", -1)) {
      if (!document.isBlank()) {
        add(document, index, exemptions, baselines, namespaces);
      }
    }
    index
        .all()
        .filter(policy -> policy.policy().isEmpty())
        .forEach(
            policy -> {
              throw new AssertionError(folder + ": " + policy.acceptance());
            });
    takeMissing(baselines, index);
    return index;
  }

  /// Where a case says nothing of baselines, nothing ran before its policies refused.
  private void takeMissing(BaselineIndex baselines, PolicyIndex index) throws IOException {
    String namespace = YAML.readTree(text("review.json")).at("/request/namespace").asText();
    index
        .all()
        .filter(policy -> baselines.of(policy.baselineIn(namespace)).isEmpty())
        .forEach(
            policy ->
                baselines.onAdd(
                    dev.plimsoll.operator.policy.Policies.baseline(
                        policy, namespace, policy.policy().orElseThrow().enforced())));
  }

  private void add(
      String document,
      PolicyIndex index,
      ExemptionIndex exemptions,
      BaselineIndex baselines,
      Namespaces namespaces)
      throws IOException {
    switch (YAML.readTree(document).path("kind").asText()) {
      case "ImagePolicy" -> index.onAdd(SERIALIZATION.unmarshal(document, ImagePolicy.class));
      case "ClusterImagePolicy" ->
          index.onAdd(SERIALIZATION.unmarshal(document, ClusterImagePolicy.class));
      case "ImageExemption" ->
          exemptions.onAdd(SERIALIZATION.unmarshal(document, ImageExemption.class));
      case "Baseline" -> baselines.onAdd(SERIALIZATION.unmarshal(document, RecordedBaseline.class));
      case "Namespace" -> namespaces.onAdd(SERIALIZATION.unmarshal(document, Namespace.class));
      default -> throw new AssertionError(folder + ": no such kind in policies.yaml");
    }
  }

  private Inspections inspections() {
    return (asked, _, _) ->
        asked.keySet().stream().collect(toMap(Function.identity(), this::inspect));
  }

  private List<Inspection> inspect(Reference reference) {
    unused.remove(reference.toString());
    return Objects.requireNonNull(
        images.get(reference.toString()), () -> "images.yaml does not have " + reference);
  }

  private static Inspection inspection(JsonNode image) {
    if (image.has("unknown")) {
      return new Uninspectable(unknown(image.get("unknown")), null);
    }
    return image.has("shortfall")
        ? new Inspected(facts(image), unknown(image.get("shortfall")))
        : new Inspected(facts(image));
  }

  private static Unknown unknown(JsonNode unknown) {
    return new Unknown(
        Cause.valueOf(unknown.path("cause").asText()), unknown.path("detail").asText());
  }

  private static Facts facts(JsonNode image) {
    FactsBuilder builder = FactsBuilder.image().user(image.path("user").asText(""));
    for (JsonNode layer : image.path("layers")) {
      builder.layer(layer.path("pull").asLong(), layer.path("by").asText());
      for (JsonNode file : layer.path("files")) {
        builder.files(
            FileClass.valueOf(file.path("is").asText()),
            file.path("of").asText(null),
            file.path("disk").asLong(),
            file.path("path").asText());
      }
    }
    return builder.facts();
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }
}
