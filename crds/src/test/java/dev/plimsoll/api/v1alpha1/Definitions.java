package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plimsoll.rule.catalogue.Catalogue;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The definitions of the custom resources, generated from their types and completed with what
/// the generator does not know: list types, formats, the catalogue's version.
public final class Definitions {
  static final String CATALOGUE_VERSION = "plimsoll.dev/catalogue-version";

  private static final String HEADER =
      "# Generated from the types in crds/src/main/java by `make generate`. Do not edit.\n";

  /// What is said of a kind that its type does not say: what it is, what spec and status are,
  /// which lists are sets, which numbers are long and which texts are times.
  private record Completion(
      String description,
      String spec,
      String status,
      List<String> sets,
      List<String> int64,
      List<String> times,
      List<String> columns) {}

  private static final Completion POLICY =
      new Completion(
          "The load line for the images of one namespace: which rules they are held to, and what"
              + " happens beyond.",
          "What is asked of images, and what happens beyond.",
          "What the operator says of the policy and the images.",
          List.of("spec.match.images", "spec.knownBases"),
          List.of(
              "status.observedGeneration",
              "status.reclaimable.bytes",
              "status.fleet.unique.bytes",
              "status.fleet.shared.bytes",
              "status.fleet.asImages.bytes",
              "status.fleet.onNodes.bytes",
              "status.fleet.bases[].bytes",
              "status.fleet.namespaces[].bytes",
              "status.fleet.namespaces[].ownBytes",
              "status.fleet.consolidation.savingBytes",
              "status.conditions[].observedGeneration"),
          List.of(
              "spec.tolerateUntil",
              "status.lastAuditTime",
              "status.conditions[].lastTransitionTime"),
          List.of("ENFORCEMENT", "IMAGES", "VIOLATING", "RECLAIMABLE", "READY", "AGE"));

  private static final Map<String, Completion> COMPLETIONS =
      Map.of(
          "ImagePolicy",
          POLICY,
          "ClusterImagePolicy",
          new Completion(
              "The load line for the images of many namespaces: which rules they are held to, what"
                  + " happens beyond, and who may exempt images from it.",
              POLICY.spec(),
              POLICY.status(),
              Stream.concat(POLICY.sets().stream(), Stream.of("spec.exemptions.rules")).toList(),
              POLICY.int64(),
              POLICY.times(),
              POLICY.columns()),
          "ImageExemption",
          new Completion(
              "A permission for some images to break some rules until a day, with an owner and a"
                  + " reason. It counts under the ImagePolicies of its namespace and under the"
                  + " ClusterImagePolicies that accept exemptions from there.",
              "Which images may break which rules, where, why and until when.",
              "What the operator says of the exemption.",
              List.of("spec.images"),
              List.of("status.observedGeneration", "status.conditions[].observedGeneration"),
              List.of("spec.expires", "status.conditions[].lastTransitionTime"),
              List.of("OWNER", "EXPIRES", "HONOURED", "NEEDED", "AGE")),
          "ImageReport",
          new Completion(
              "What is known of one manifest digest: facts and findings, no verdicts. The operator's"
                  + " replicas share it; whoever creates it has claimed to read the image.",
              "What was read of the image; until it was, whose turn it is to read it.",
              "Where the image runs, as counts.",
              List.of(),
              List.of(
                  "spec.image.pullBytes",
                  "spec.image.diskBytes",
                  "spec.found.reclaimableBytes",
                  "spec.found.worst[].bytes",
                  "spec.layers[].bytes",
                  "status.layers.ownBytes",
                  "status.layers.sharedBytes"),
              List.of("spec.claim.expires", "spec.image.created", "status.lastUsed"),
              List.of(
                  "REPOSITORY",
                  "SIZE",
                  "DISK",
                  "BASE",
                  "FINDINGS",
                  "RECLAIMABLE",
                  "RUNNING",
                  "AGE")),
          "Baseline",
          new Completion(
              "What one policy tolerates in one namespace, since it ran there when the policy began to"
                  + " enforce. The operator writes it; deleting it ends the toleration.",
              "What is tolerated, and for which policy.",
              "",
              List.of(),
              List.of("spec.images[].tolerated[].most", "spec.images[].tolerated[].since"),
              List.of("spec.rules[].taken", "spec.ended", "spec.policyGoneSince"),
              List.of("POLICY", "IMAGES", "ENDED", "AGE")));

  private Definitions() {}

  /// Writes the definitions into a directory.
  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<String, String> file : generated().entrySet()) {
      Files.writeString(Path.of(arguments[0], file.getKey()), file.getValue());
    }
  }

  /// File name to content, for every custom resource.
  static Map<String, String> generated() {
    Memory memory = new Memory();
    new CRDGenerator()
        .customResourceClasses(
            List.of(
                ImagePolicy.class,
                ClusterImagePolicy.class,
                ImageExemption.class,
                ImageReport.class,
                RecordedBaseline.class))
        .forCRDVersions("v1")
        .withMinQuotes(false)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata definition, String version) {
                return completed((CustomResourceDefinition) definition);
              }
            })
        .withOutput(memory)
        .generate();
    return memory.files();
  }

  private static CustomResourceDefinition completed(CustomResourceDefinition definition) {
    definition.getMetadata().setAnnotations(Map.of(CATALOGUE_VERSION, Catalogue.VERSION));
    String kind = definition.getSpec().getNames().getKind();
    Completion completion = Objects.requireNonNull(COMPLETIONS.get(kind), kind);
    for (CustomResourceDefinitionVersion version : definition.getSpec().getVersions()) {
      JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
      complete(schema, completion);
      version
          .getAdditionalPrinterColumns()
          .sort(Comparator.comparingInt(column -> completion.columns().indexOf(column.getName())));
      switch (kind) {
        case "ImagePolicy" -> completeRules(schema);
        case "ClusterImagePolicy" -> {
          completeRules(schema);
          nameRules(at(schema, "spec.exemptions.rules[]"));
        }
        case "ImageExemption" -> completeExemptedRules(at(schema, "spec.rules"));
        case "ImageReport" ->
            List.of("spec.platforms", "spec.layers", "spec.found.worst")
                .forEach(path -> at(schema, path).setXKubernetesListType("atomic"));
        case "Baseline" -> {
          completeBaseline(schema);
          version.setSubresources(null);
        }
        default -> throw new AssertionError(kind);
      }
    }
    return definition;
  }

  private static void complete(JSONSchemaProps schema, Completion completion) {
    schema.setRequired(List.of("spec"));
    schema.setDescription(completion.description());
    at(schema, "spec").setDescription(completion.spec());
    eachOnce(schema);
    completion.sets().forEach(path -> at(schema, path).setXKubernetesListType("set"));
    completion.int64().forEach(path -> at(schema, path).setFormat("int64"));
    completion.times().forEach(path -> at(schema, path).setFormat("date-time"));
    if (completion.status().isEmpty()) {
      schema.getProperties().remove("status");
      return;
    }
    at(schema, "status").setDescription(completion.status());
    JSONSchemaProps conditions = at(schema, "status").getProperties().get("conditions");
    if (conditions != null) {
      conditions.setXKubernetesListType("map");
      conditions.setXKubernetesListMapKeys(List.of("type"));
    }
    JSONSchemaProps worst = at(schema, "status").getProperties().get("worstViolations");
    if (worst != null) {
      worst.setXKubernetesListType("atomic");
      at(schema, "status.fleet.bases").setXKubernetesListType("atomic");
      at(schema, "status.fleet.namespaces").setXKubernetesListType("atomic");
    }
  }

  private static void completeRules(JSONSchemaProps schema) {
    JSONSchemaProps spec = at(schema, "spec");
    spec.getProperties().put("rules", RuleSchema.ofRules(Texts.RULES));
    spec.setXKubernetesValidations(List.of(RuleSchema.namesARule()));
  }

  /// Each rule at most once, by an id of the catalogue; a ceiling only where there is a size.
  private static void completeExemptedRules(JSONSchemaProps rules) {
    rules.setXKubernetesListType("map");
    rules.setXKubernetesListMapKeys(List.of("rule"));
    JSONSchemaProps rule = rules.getItems().getSchema();
    nameRules(at(rule, "rule"));
    ValidationRule ceiling = new ValidationRule();
    ceiling.setRule(
        "!has(self.upTo) || self.rule in "
            + ExemptionReader.idsOfSizes().stream()
                .map(id -> "'" + id + "'")
                .collect(Collectors.joining(", ", "[", "]")));
    ceiling.setMessage(
        "only a rule about a size has a ceiling ("
            + String.join(", ", ExemptionReader.idsOfSizes())
            + "); leave upTo out");
    rule.setXKubernetesValidations(List.of(ceiling));
  }

  /// A baseline is written whole, so no list of it but that of its rules is merged.
  private static void completeBaseline(JSONSchemaProps schema) {
    at(schema, "spec.policy.kind")
        .setEnum(
            Stream.of("ImagePolicy", "ClusterImagePolicy")
                .<JsonNode>map(JsonNodeFactory.instance::textNode)
                .toList());
    JSONSchemaProps rules = at(schema, "spec.rules");
    rules.setXKubernetesListType("map");
    rules.setXKubernetesListMapKeys(List.of("rule"));
    at(schema, "spec.images").setXKubernetesListType("atomic");
  }

  private static void nameRules(JSONSchemaProps rule) {
    rule.setEnum(
        ExemptionReader.ids().stream().<JsonNode>map(JsonNodeFactory.instance::textNode).toList());
  }

  /// The generator finds a record's rules twice, on the field and on its accessor.
  private static void eachOnce(JSONSchemaProps schema) {
    if (schema.getXKubernetesValidations() != null) {
      schema.setXKubernetesValidations(
          schema.getXKubernetesValidations().stream().distinct().toList());
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(Definitions::eachOnce);
    }
    if (schema.getItems() != null) {
      eachOnce(schema.getItems().getSchema());
    }
  }

  /// The schema of the field at `path`, where `[]` stands for a list's entries; fails where
  /// there is no such field, so that nothing here outlives it.
  static JSONSchemaProps at(JSONSchemaProps schema, String path) {
    JSONSchemaProps here = schema;
    for (String step : path.split("\\.", -1)) {
      boolean entries = step.endsWith("[]");
      String name = entries ? step.substring(0, step.length() - 2) : step;
      JSONSchemaProps next = here.getProperties().get(name);
      if (next == null) {
        throw new AssertionError("the schema has no field " + path + " (at " + name + ")");
      }
      here = entries ? next.getItems().getSchema() : next;
    }
    return here;
  }

  /// Keeps what is generated instead of writing it to disk.
  private static final class Memory implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final Map<String, ByteArrayOutputStream> streams = new TreeMap<>();

    @Override
    public ByteArrayOutputStream outputFor(String name) {
      return streams.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
    }

    @Override
    public java.net.URI crdURI(String name) {
      return Path.of(name).toUri();
    }

    @Override
    public void close() {}

    Map<String, String> files() {
      Map<String, String> files = new TreeMap<>();
      streams.forEach(
          (name, stream) ->
              files.put(
                  name.replaceFirst("-v1$", ".yaml"),
                  HEADER + stream.toString(StandardCharsets.UTF_8)));
      return files;
    }
  }
}
