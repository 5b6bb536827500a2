package dev.plimsoll.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.bench.LayoutImages;
import dev.plimsoll.e2e.parts.process.Script;
import dev.plimsoll.e2e.parts.process.SourceTree;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.facts.KnownBases;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.verdict.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the catalogue says of a hundred popular Python and a hundred popular npm packages, each
/// alone on a slim image: none of it is the packager's fault, so all of it is looked at.
///
/// Needs pip, npm and their registries, so `make false-positives` runs it and `make test` does
/// not.
class FalsePositivesRun {
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

  /// What is about the base, the user or the size of the whole says nothing of a package.
  private static final Set<Family> OF_CONTENTS =
      EnumSet.complementOf(
          EnumSet.of(Family.BASE, Family.REFERENCE, Family.SIZE, Family.USER, Family.METADATA));

  private static final Evaluator EVALUATOR = new Evaluator(Measurements.ON_THE_SPOT);

  private final Path folder = SourceTree.root().resolve("e2e/false-positives");
  private final List<String> looked = new ArrayList<>();
  private final Map<String, Integer> advice = new TreeMap<>();
  private final List<String> high = new ArrayList<>();

  @Test
  void nothingOfHighSeverityIsFoundInPopularPackages() throws IOException {
    LayoutImages layout = new LayoutImages(ImageCorpus.find(System.err::println).layout());
    Path layers =
        Path.of(
            Script.run(folder.resolve("layers.sh"), List.of(), System.err::println)
                .strip()
                .lines()
                .reduce("", (_, line) -> line));
    int packages =
        judge(layout, "base/python:3.11-slim", layers.resolve("pypi"), "pypi.txt", "==")
            + judge(layout, "base/node:24-slim", layers.resolve("npm"), "npm.txt", "@");
    Reports.write("false-positives.md", table(packages));
    assertThat(high).isEmpty();
  }

  private String table(int packages) {
    return """
        %d packages, each alone in a layer on a slim base; the base's own findings are left out.

        | package | rule | severity | what is said, and in which layer |
        | --- | --- | --- | --- |
        %s
        Advice, by rule and number of packages: %s
        """
        .formatted(
            packages,
            String.join("", looked),
            advice.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", ")));
  }

  private int judge(LayoutImages layout, String base, Path layers, String list, String separator)
      throws IOException {
    PackagedLayers images = new PackagedLayers(layout);
    try (ImageInspector inspector = new ImageInspector(images, Limits.defaults())) {
      Digest digest = digestOf(layout, base);
      Facts below = read(inspector, reference(base, digest));
      inspector.setKnownBases(
          new KnownBases(List.of(new KnownBases.Base(base, below.config().diffIds()))));
      Set<String> known =
          violations(below).stream().map(FalsePositivesRun::essence).collect(Collectors.toSet());
      Map<Path, String> all = new LinkedHashMap<>();
      for (String line : Files.readAllLines(folder.resolve(list))) {
        Path layer = layers.resolve(layerOf(line, separator));
        String command = (separator.equals("@") ? "RUN npm install " : "RUN pip install ") + line;
        all.put(layer, command);
        note(line, read(inspector, images, reference(base, digest), Map.of(layer, command)), known);
      }
      note("all of " + list, read(inspector, images, reference(base, digest), all), known);
      assertFinds(
          read(
              inspector,
              images,
              reference(base, digest),
              Map.of(layers.resolveSibling("control.tar.gz"), "COPY . .")));
      return all.size();
    }
  }

  private static String layerOf(String line, String separator) {
    int end = line.lastIndexOf(separator);
    return "%s@%s.tar.gz"
        .formatted(
            line.substring(0, end).replace("/", "+"), line.substring(end + separator.length()));
  }

  /// The same way of looking finds what was put there to be found.
  private static void assertFinds(Facts control) {
    assertThat(violations(control))
        .extracting(Violation::rule)
        .contains("secret-file", "vcs-directory", "build-leftovers", "dockerignore-leftovers");
  }

  private void note(String name, Facts facts, Set<String> known) {
    violations(facts).stream()
        .filter(violation -> !known.contains(essence(violation)))
        .forEach(violation -> note(name, violation));
  }

  private static Facts read(
      ImageInspector inspector, PackagedLayers images, Reference base, Map<Path, String> layers)
      throws IOException {
    return read(inspector, base.at(images.on(base, layers)));
  }

  private void note(String name, Violation violation) {
    Severity severity = violation.finding().severity();
    if (severity == Severity.ADVICE) {
      advice.merge(violation.rule(), 1, Integer::sum);
      return;
    }
    looked.add(
        "| %s | %s | %s | %s |%n"
            .formatted(
                name,
                violation.rule(),
                severity.name().toLowerCase(java.util.Locale.ROOT),
                saidOf(violation).replace("|", "\\|")));
    if (severity == Severity.HIGH) {
      high.add(name + ": " + violation.rule() + ": " + violation.actual());
    }
  }

  private static String saidOf(Violation violation) {
    List<String> evidence =
        violation.finding().evidence().stream().map(Object::toString).limit(3).toList();
    String all = violation.actual() + " " + evidence;
    return all.length() <= 300 ? all : all.substring(0, 299) + "…";
  }

  private static String essence(Violation violation) {
    return violation.rule() + ": " + violation.actual();
  }

  private static List<Violation> violations(Facts facts) {
    List<Violation> found = new ArrayList<>();
    ContainerContext container =
        new ContainerContext("app", 1000L).of(Reference.parse("registry.example.com/app:1.2.3"));
    for (Rule<?> rule : Catalogue.rules()) {
      if (!OF_CONTENTS.contains(rule.description().family())) {
        continue;
      }
      Policy alone =
          new Policy(
              "alone", ImageMatch.EVERYTHING, List.of(withDefaults(rule)), Map.of(), List.of());
      found.addAll(
          EVALUATOR
              .evaluate(List.of(alone), List.of(new Inspected(facts)), container, Instant.now())
              .violations());
    }
    return found;
  }

  private static <P extends Record> RuleSetting<P> withDefaults(Rule<P> rule) {
    return new RuleSetting<>(rule, rule.defaults(), Enforcement.ENFORCE);
  }

  private static Reference reference(String image, Digest digest) {
    return Reference.parse("registry.example.com/" + image).at(digest);
  }

  private static Facts read(ImageInspector inspector, Reference reference) {
    Inspection inspection =
        inspector
            .inspect(
                new InspectionRequest(
                    reference,
                    List.of(Platform.LINUX_AMD64),
                    Depth.FILES,
                    LONG_ENOUGH,
                    Deadline.in(LONG_ENOUGH)))
            .getFirst();
    if (inspection instanceof Inspected(Facts facts, var shortfall) && shortfall == null) {
      return facts;
    }
    throw new AssertionError(reference + ": " + inspection);
  }

  private static Digest digestOf(LayoutImages layout, String image) throws IOException {
    JsonNode index = new ObjectMapper().readTree(layout.layout().resolve("index.json").toFile());
    for (JsonNode manifest : index.path("manifests")) {
      if (manifest
          .path("annotations")
          .path("org.opencontainers.image.ref.name")
          .asText()
          .equals(image)) {
        return Digest.parse(manifest.path("digest").asText());
      }
    }
    throw new AssertionError("the layout has no " + image);
  }
}
