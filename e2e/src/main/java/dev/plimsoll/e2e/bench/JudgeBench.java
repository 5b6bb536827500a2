package dev.plimsoll.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.KeptMeasurements;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.profile.Profile;
import dev.plimsoll.policy.profile.Profiles;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// What it takes to judge a kept report under a policy that changed, beside measuring all rules
/// and beside scanning the image (JMH).
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JudgeBench {
  private static final String IMAGE = "apps/000:before";
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Evaluator evaluator =
      new Evaluator(new KeptMeasurements(16, Catalogue.rules().size()));
  private final ContainerContext container =
      new ContainerContext("app", null).of(Reference.parse("registry.example.com/" + IMAGE));
  private final List<Policy> policies = new ArrayList<>();
  private ImageCorpus corpus = new ImageCorpus(java.nio.file.Path.of(""));
  private Digest digest = Digest.parse("sha256:" + "0".repeat(64));
  private List<Inspection> inspections = List.of();
  private int round;

  public static void main(String[] arguments) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(JudgeBench.class.getName())
                .jvmArgs(
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dslf4j.internal.verbosity=ERROR",
                    "-Dplimsoll.root=" + System.getProperty("plimsoll.root", "."))
                .build())
        .run();
  }

  @Setup
  public void read() throws IOException {
    corpus = ImageCorpus.find(System.err::println);
    digest = digestOf(corpus);
    inspections = List.of(new Inspected(scan()));
    for (Profile profile : List.of(Profile.BASELINE, Profile.STRICT, Profile.DISTROLESS)) {
      List<RuleSetting<?>> rules = new ArrayList<>();
      Profiles.rulesOf(profile).forEach(asked -> rules.add(asked.setting(Enforcement.ENFORCE)));
      policies.add(new Policy(profile.name(), ImageMatch.EVERYTHING, rules, Map.of(), List.of()));
    }
  }

  /// A verdict under another policy than last time; what the rules find is kept.
  @Benchmark
  public Verdict judgeUnderAChangedPolicy() {
    Policy policy = policies.get(round++ % policies.size());
    Verdict verdict = evaluator.evaluate(List.of(policy), inspections, container, Instant.EPOCH);
    if (verdict.mayPass()) {
      throw new IllegalStateException(IMAGE + " was admitted");
    }
    return verdict;
  }

  /// All rules measured anew in facts that are kept.
  @Benchmark
  public int measureAllRules() {
    Facts facts = ((Inspected) inspections.getFirst()).facts();
    return Catalogue.rules().stream().mapToInt(rule -> rule.measure(facts).size()).sum();
  }

  /// The image read anew from the disk.
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 1)
  @Measurement(iterations = 3)
  public Facts scan() {
    try (ImageInspector inspector =
        new ImageInspector(new LayoutImages(corpus.layout()), Limits.defaults())) {
      return read(inspector, digest);
    }
  }

  private static Facts read(ImageInspector inspector, Digest digest) {
    Inspection inspection =
        inspector
            .inspect(
                new InspectionRequest(
                    Reference.parse("registry.example.com/" + IMAGE).at(digest),
                    List.of(Platform.LINUX_AMD64),
                    Depth.FILES,
                    LONG,
                    Deadline.in(LONG)))
            .getFirst();
    if (inspection instanceof Inspected(Facts facts, var shortfall) && shortfall == null) {
      return facts;
    }
    throw new IllegalStateException(IMAGE + " could not be read: " + inspection);
  }

  private static Digest digestOf(ImageCorpus corpus) throws IOException {
    JsonNode index = new ObjectMapper().readTree(corpus.layout().resolve("index.json").toFile());
    for (JsonNode manifest : index.path("manifests")) {
      if (manifest
          .path("annotations")
          .path("org.opencontainers.image.ref.name")
          .asText()
          .equals(IMAGE)) {
        return Digest.parse(manifest.path("digest").asText());
      }
    }
    throw new IllegalStateException("the layout has no " + IMAGE);
  }
}
