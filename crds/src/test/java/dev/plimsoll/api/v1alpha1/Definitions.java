package dev.plimsoll.api.v1alpha1;

import dev.plimsoll.rule.catalogue.Catalogue;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The definitions of the custom resources, generated from their types and completed with what
/// the generator does not know: list types, formats, the catalogue's version.
public final class Definitions {
  static final String CATALOGUE_VERSION = "plimsoll.dev/catalogue-version";

  private static final String HEADER =
      "# Generated from the types in crds/src/main/java by `make generate`. Do not edit.\n";

  /// Lists whose entries have no order and no repetition.
  private static final List<String> SETS =
      List.of("spec.match.images", "spec.knownBases", "spec.rules.buildTools.compiler.allow");

  private static final List<String> INT64 =
      List.of(
          "status.observedGeneration",
          "status.reclaimable.bytes",
          "status.conditions[].observedGeneration");

  private static final List<String> TIMES =
      List.of("status.lastAuditTime", "status.conditions[].lastTransitionTime");

  private static final List<String> COLUMNS =
      List.of("ENFORCEMENT", "IMAGES", "VIOLATING", "RECLAIMABLE", "READY", "AGE");

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
        .customResourceClasses(List.of(ImagePolicy.class))
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
    for (CustomResourceDefinitionVersion version : definition.getSpec().getVersions()) {
      JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
      schema.setRequired(List.of("spec"));
      schema.setDescription(
          "The load line for the images of one namespace: which rules they are held to, and what"
              + " happens beyond.");
      at(schema, "spec").setDescription("What is asked of images, and what happens beyond.");
      at(schema, "status").setDescription("What the operator says of the policy and the images.");
      version
          .getAdditionalPrinterColumns()
          .sort(Comparator.comparingInt(column -> COLUMNS.indexOf(column.getName())));
      eachOnce(schema);
      SETS.forEach(path -> at(schema, path).setXKubernetesListType("set"));
      INT64.forEach(path -> at(schema, path).setFormat("int64"));
      TIMES.forEach(path -> at(schema, path).setFormat("date-time"));
      JSONSchemaProps conditions = at(schema, "status.conditions");
      conditions.setXKubernetesListType("map");
      conditions.setXKubernetesListMapKeys(List.of("type"));
      at(schema, "status.worstViolations").setXKubernetesListType("atomic");
    }
    return definition;
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
