package dev.plimsoll.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.process.Script;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.facts.KnownBases;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Platform;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials;
import dev.plimsoll.registry.RegistrySettings;
import dev.plimsoll.registry.RegistrySource;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.base.NonSlimBase;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The real images, read from a real registry: each rule fires where the expectation written by
/// hand says, and its bytes, layer and origin are those of a count by tar, awk and dpkg's lists.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FindingsE2E {
  private static final ContainerContext CONTAINER = new ContainerContext("app", null);
  private static final PullSize.Parameters BUDGET = new PullSize.Parameters(Bytes.ofMebi(150));

  private static final List<Rule<?>> FIRST_FOUR =
      List.of(new PullSize(), new RootUser(), new NonSlimBase(), new Compiler());

  private RegistryServer registry;
  private RegistrySource source;
  private ImageInspector inspector;
  private List<JsonNode> counts;

  @BeforeAll
  void readTheCorpus() throws Exception {
    ImageCorpus corpus = ImageCorpus.find(System.err::println);
    registry =
        corpus.serve(dev.plimsoll.e2e.parts.RegistrySettings.defaults(), System.err::println);
    String json =
        Script.run(
            dev.plimsoll.e2e.parts.process.SourceTree.root().resolve("e2e/images/count.sh"),
            List.of(corpus.layout().toString()),
            System.err::println);
    counts = StreamSupport.stream(new ObjectMapper().readTree(json).spliterator(), false).toList();
    source =
        new RegistrySource(
            RegistrySettings.none().with(registry.host(), RegistrySettings.Host.OVER_PLAIN_HTTP),
            Credentials.ANONYMOUS,
            Limits.defaults());
    inspector = new ImageInspector(source, Limits.defaults());
    inspector.setKnownBases(
        new KnownBases(
            images()
                .filter(name -> name.startsWith("base/"))
                .map(
                    name ->
                        new KnownBases.Base(name, inspect(name, Depth.CONFIG).config().diffIds()))
                .toList()));
  }

  @AfterAll
  void close() {
    inspector.close();
    source.close();
    registry.close();
  }

  Stream<Expectation> expectations() {
    return Expectation.of(images().toList()).stream();
  }

  @ParameterizedTest
  @MethodSource("expectations")
  void firesWhereExpectedAndNowhereElse(Expectation expected) {
    Facts facts = inspect(expected.image(), Depth.FILES);

    for (Rule<?> rule : FIRST_FOUR) {
      assertThat(fires(rule, facts)).as(rule.id()).isEqualTo(expected.fires(rule.id()));
    }
  }

  @ParameterizedTest
  @MethodSource("expectations")
  void measuresWhatTarCounts(Expectation expected) {
    Facts facts = inspect(expected.image(), Depth.FILES);
    JsonNode count = count(expected.image());

    assertThat(facts.pullSize().count()).isEqualTo(count.path("pullSize").asLong());
    assertThat(facts.files().orElseThrow().diskSize().count())
        .as("bytes of regular files")
        .isEqualTo(sum(count, "files", "bytes"));
    assertThat(facts.base().layers()).isEqualTo(count.path("baseLayers").asInt());
    for (Finding finding : new NonSlimBase().measure(facts)) {
      assertThat(disk(finding))
          .as("non-slim-base")
          .isBetween(baggage(count), baggage(count) + unownedTools(count));
    }
  }

  @ParameterizedTest
  @MethodSource("expectations")
  void blamesTheLayerThatBroughtACompiler(Expectation expected) {
    Facts facts = inspect(expected.image(), Depth.FILES);
    JsonNode count = count(expected.image());
    List<Finding> findings = new Compiler().measure(facts);

    assertThat(findings.stream().map(f -> f.blame().layer().number()))
        .containsExactlyElementsOf(expected.compilerLayers().keySet());
    for (Finding finding : findings) {
      int number = finding.blame().layer().number();
      JsonNode layer = count.path("layers").path(number - 1);
      JsonNode said = expected.compilerLayers().get(number);
      assertThat(finding.blame().layer().digest()).hasToString(layer.path("digest").asText());
      assertThat(finding.blame().origin())
          .isEqualTo(said.path("from").asText().equals("base") ? Origin.BASE : Origin.OWN);
      assertBytes(finding, layer);
      if (expected.withHistory()) {
        assertThat(finding.blame().instruction()).isNotNull();
        assertThat(finding.blame().instruction().text().replaceAll("\\s+", " "))
            .contains(said.path("instruction").asText());
      } else {
        assertThat(finding.blame().instruction()).isNull();
      }
    }
  }

  /// Packages count as a whole, to the byte; tools of no package at least themselves, and at
  /// most their layer.
  private static void assertBytes(Finding finding, JsonNode layer) {
    JsonNode compiler = layer.path("compiler");
    long packages = compiler.path("packageBytes").path("kept").asLong();
    long unowned =
        StreamSupport.stream(compiler.path("tools").spliterator(), false)
            .filter(tool -> tool.path("package").isNull())
            .mapToLong(tool -> tool.path("kept").asLong())
            .sum();
    if (unowned == 0) {
      assertThat(disk(finding)).isEqualTo(packages);
    } else {
      assertThat(disk(finding))
          .isBetween(packages + unowned, layer.path("files").path("kept").asLong());
    }
  }

  private boolean fires(Rule<?> rule, Facts facts) {
    return rule instanceof PullSize size
        ? size.measure(facts).stream()
            .anyMatch(finding -> size.judge(finding, BUDGET, CONTAINER) instanceof Beyond)
        : firesByDefault(rule, facts);
  }

  private <P extends Record> boolean firesByDefault(Rule<P> rule, Facts facts) {
    return rule.measure(facts).stream()
        .anyMatch(finding -> rule.judge(finding, rule.defaults(), CONTAINER) instanceof Beyond);
  }

  private Facts inspect(String image, Depth depth) {
    InspectionRequest request =
        new InspectionRequest(
            Reference.parse(registry.host() + "/" + image),
            List.of(Platform.LINUX_AMD64),
            depth,
            Duration.ofHours(1),
            Deadline.in(Duration.ofMinutes(2)));
    return inspector.inspect(request).getFirst() instanceof Inspected(Facts facts, var shortfall)
            && shortfall == null
        ? facts
        : failure(image, request);
  }

  private Facts failure(String image, InspectionRequest request) {
    throw new AssertionError(image + ": " + inspector.inspect(request));
  }

  private Stream<String> images() {
    return counts.stream().map(count -> count.path("image").asText());
  }

  private JsonNode count(String image) {
    return counts.stream()
        .filter(count -> count.path("image").asText().equals(image))
        .findFirst()
        .orElseThrow();
  }

  private static long disk(Finding finding) {
    return ((Measure.DiskSize) finding.measure()).bytes().count();
  }

  private static long sum(JsonNode count, String field, String figure) {
    return layers(count).mapToLong(layer -> layer.path(field).path(figure).asLong()).sum();
  }

  private static long baggage(JsonNode count) {
    return layers(count)
        .filter(layer -> layer.path("fromBase").asBoolean())
        .flatMap(layer -> StreamSupport.stream(layer.path("classes").spliterator(), false))
        .mapToLong(figures -> figures.path("bytes").asLong())
        .sum();
  }

  /// What a tool chain without a package may add: at most the layers of the base that hold one.
  private static long unownedTools(JsonNode count) {
    return layers(count)
        .filter(layer -> layer.path("fromBase").asBoolean())
        .filter(
            layer ->
                StreamSupport.stream(layer.path("compiler").path("tools").spliterator(), false)
                    .anyMatch(tool -> tool.path("package").isNull()))
        .mapToLong(layer -> layer.path("files").path("bytes").asLong())
        .sum();
  }

  private static Stream<JsonNode> layers(JsonNode count) {
    return StreamSupport.stream(count.path("layers").spliterator(), false);
  }
}
