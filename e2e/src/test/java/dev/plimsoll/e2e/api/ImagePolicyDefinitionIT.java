package dev.plimsoll.e2e.api;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.parts.ClusterExtension;
import dev.plimsoll.e2e.parts.Definitions;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a real API server makes of the definition: right policies pass, wrong ones are refused in a
/// sentence that names the field, and kubectl shows and explains what there is.
@ExtendWith(ClusterExtension.class)
class ImagePolicyDefinitionIT {
  private static final Path CORPUS = SourceTree.root().resolve("crds/src/test/resources");
  private static final List<String> KINDS =
      List.of("imagepolicies", "clusterimagepolicies", "imageexemptions", "baselines");
  private static final String EXPECTED = "# expect: ";
  private static final String EXPECTED_SERVER_SIDE = "# expect server-side: ";
  private static final Pattern UNKNOWN_FIELD = Pattern.compile("unknown field \"(.+)\"");
  private static final String FLUX =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: imagepolicies.image.toolkit.fluxcd.io}
      spec:
        group: image.toolkit.fluxcd.io
        scope: Namespaced
        names: {kind: ImagePolicy, plural: imagepolicies, singular: imagepolicy, shortNames: [imgpol, imagepol]}
        versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  private final Kubectl kubectl;

  ImagePolicyDefinitionIT(Kubectl kubectl) {
    this.kubectl = kubectl;
  }

  @BeforeAll
  static void install(Kubectl kubectl) {
    Definitions.apply(kubectl, SourceTree.root().resolve("config/crd"));
  }

  @ParameterizedTest
  @MethodSource
  void acceptsWhatIsRight(Path file) {
    expect(kubectl.run("apply", "--dry-run=server", "-f", file.toString()));
    expect(kubectl.run("apply", "--server-side", "--dry-run=server", "-f", file.toString()));
  }

  static List<Named<Path>> acceptsWhatIsRight() {
    return corpus("valid-");
  }

  @ParameterizedTest
  @MethodSource
  void refusesWhatIsWrongAndNamesTheField(Path file) throws IOException {
    List<String> expected = expectationsIn(file);
    assertThat(expected).as("expectations in " + file).isNotEmpty();

    Outcome outcome = kubectl.run("apply", "--dry-run=server", "-f", file.toString());

    assertThat(outcome.succeeded()).as(outcome.out()).isFalse();
    assertThat(outcome.err()).contains(expected);
  }

  static List<Named<Path>> refusesWhatIsWrongAndNamesTheField() {
    return corpus("invalid-");
  }

  /// Helm and GitOps tools apply on the server's side, where unknown fields are refused otherwise.
  @ParameterizedTest
  @MethodSource("refusesWhatIsWrongAndNamesTheField")
  void refusesWhatIsWrongAppliedOnTheServersSide(Path file) throws IOException {
    Outcome outcome =
        kubectl.run("apply", "--server-side", "--dry-run=server", "-f", file.toString());

    assertThat(outcome.succeeded()).as(outcome.out()).isFalse();
    List<String> ofItsOwn = linesIn(file, EXPECTED_SERVER_SIDE);
    for (String expected : ofItsOwn.isEmpty() ? expectationsIn(file) : ofItsOwn) {
      Matcher unknown = UNKNOWN_FIELD.matcher(expected);
      assertThat(outcome.err())
          .contains(
              unknown.matches()
                  ? "." + unknown.group(1) + ": field not declared in schema"
                  : expected);
    }
  }

  @ParameterizedTest
  @MethodSource
  void acceptsTheSamples(Path file) {
    expect(kubectl.run("apply", "--dry-run=server", "-n", "default", "-f", file.toString()));
  }

  static List<Named<Path>> acceptsTheSamples() {
    return files(SourceTree.root().resolve("config/samples"), "");
  }

  @Test
  void fillsInTheDefaults() {
    String filledIn =
        expect(
            kubectl.apply(
                policy("least", "rules: {user: {rootUser: {}}, base: {nonSlimBase: {}}}"),
                "--dry-run=server",
                "-o=jsonpath={.spec.enforcement} {.spec.profile} {.spec.whenUndetermined.scanPending}"
                    + " {.spec.whenUndetermined.unreachable} {.spec.rules.base.nonSlimBase.max}"
                    + " {.spec.alreadyRunning}"));

    assertThat(filledIn).isEqualTo("Enforce None Deny Warn 30Mi Tolerate");
  }

  @Test
  void showsItsColumnsByItsShortNameAndItsCategory() {
    expect(kubectl.apply(policy("columns", "profile: Baseline")));

    for (String name : List.of("plip", "imagepolicies.plimsoll.dev", "plimsoll")) {
      assertThat(expect(kubectl.run("get", name)))
          .as("%s, which may be a table for each kind", name)
          .containsPattern("(?m)^NAME +ENFORCEMENT +IMAGES +VIOLATING +RECLAIMABLE +READY +AGE$");
    }
  }

  @Test
  void isToldApartFromFluxsKindOfTheSameName() {
    expect(kubectl.apply(FLUX));
    try {
      Definitions.awaitServed(kubectl, List.of("imagepolicies.image.toolkit.fluxcd.io"));
      expect(kubectl.apply(policy("beside-flux", "profile: Baseline")));

      assertThat(expect(kubectl.run("get", "plip", "-o=name")))
          .contains("imagepolicy.plimsoll.dev/beside-flux");
      assertThat(expect(kubectl.run("get", "imgpol", "-o=name"))).isEmpty();
    } finally {
      kubectl.run("delete", "crd", "imagepolicies.image.toolkit.fluxcd.io", "--wait=false");
    }
  }

  @Test
  void showsTheColumnsOfClusterPoliciesAndExemptions() {
    expect(
        kubectl.apply(
            """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ClusterImagePolicy
            metadata: {name: columns}
            spec: {profile: Baseline, enforcement: Audit, namespaceSelector: {matchLabels: {no: one}}}
            ---
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageExemption
            metadata: {name: columns, namespace: default}
            spec:
              images: ["**"]
              rules: [{rule: compiler}]
              reason: columns are to be seen
              owner: team-test
              expires: 2027-03-31T00:00:00Z
            """));
    try {
      assertThat(expect(kubectl.run("get", "plcip")).lines().findFirst().orElse(""))
          .containsPattern("^NAME +ENFORCEMENT +IMAGES +VIOLATING +RECLAIMABLE +READY +AGE$");
      assertThat(expect(kubectl.run("get", "plie")).lines().toList())
          .anySatisfy(
              line ->
                  assertThat(line).containsPattern("^NAME +OWNER +EXPIRES +HONOURED +NEEDED +AGE$"))
          .anySatisfy(
              line -> assertThat(line).contains("columns", "team-test", "2027-03-31T00:00:00Z"));
    } finally {
      kubectl.run("delete", "plcip/columns", "plie/columns");
    }
  }

  /// Who asks kubectl for a field is told what it is: none is without a description.
  @ParameterizedTest
  @ValueSource(strings = {"imagepolicies", "clusterimagepolicies", "imageexemptions", "baselines"})
  void explainsEveryField(String kind) throws IOException {
    JsonNode schema =
        new ObjectMapper()
            .readTree(expect(kubectl.run("get", "crd", kind + ".plimsoll.dev", "-o=json")))
            .at("/spec/versions/0/schema/openAPIV3Schema");

    assertThat(undescribed("", schema)).isEmpty();
  }

  private static List<String> undescribed(String path, JsonNode schema) {
    List<String> found = new ArrayList<>();
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String at = path + "." + field.getKey();
              boolean isMeta = List.of(".metadata", ".kind", ".apiVersion").contains(at);
              if (!isMeta && field.getValue().path("description").asText().isBlank()) {
                found.add(at);
              }
              found.addAll(undescribed(at, field.getValue()));
              found.addAll(undescribed(at + "[]", field.getValue().path("items")));
            });
    return found;
  }

  @Test
  void explainsAFieldInKubectl() {
    String explained =
        expect(
            kubectl.run(
                "explain",
                "imagepolicies.spec",
                "--recursive",
                "--api-version=plimsoll.dev/v1alpha1"));
    String field =
        expect(
            kubectl.run(
                "explain",
                "imagepolicies.spec.rules.size.pullSize.max",
                "--api-version=plimsoll.dev/v1alpha1"));

    assertThat(explained).contains("whenUndetermined", "nonSlimBase", "workloadSelector");
    assertThat(field.replaceAll("\\s+", " ")).contains("(compressed)", "such as 150Mi or 1.5Gi");
  }

  @Test
  void statusIsASubresource() {
    expect(kubectl.apply(policy("status", "profile: Baseline")));

    expect(
        kubectl.run(
            "patch",
            "plip/status",
            "--type=merge",
            "--patch={\"status\":{\"counts\":{\"images\":7}}}"));

    // An operator of another test may write a status of its own meanwhile.
    assertThat(expect(kubectl.run("get", "plip", "status", "-o=jsonpath={.status.counts.images}")))
        .as("written past the subresource")
        .isNotEqualTo("7");
  }

  private static String policy(String name, String spec) {
    return """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImagePolicy
        metadata: {name: %s, namespace: default}
        spec: {%s}
        """
        .formatted(name, spec);
  }

  private static List<String> expectationsIn(Path file) throws IOException {
    return linesIn(file, EXPECTED);
  }

  private static List<String> linesIn(Path file, String prefix) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  private static List<Named<Path>> corpus(String prefix) {
    return KINDS.stream().flatMap(kind -> files(CORPUS.resolve(kind), prefix).stream()).toList();
  }

  private static List<Named<Path>> files(Path directory, String prefix) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .map(file -> Named.of(directory.getFileName() + "/" + file.getFileName(), file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
