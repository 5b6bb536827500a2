package dev.plimsoll.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.images.ImageCorpus;
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
import dev.plimsoll.policy.Evaluator;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.KeptMeasurements;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.profile.Profile;
import dev.plimsoll.policy.profile.Profiles;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.catalogue.Catalogue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What it takes to scan an image, to measure all rules in it, and to judge what was kept under a
/// policy that changed.
public final class JudgeBench {
  private static final String IMAGE = "apps/000:before";
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int WARM = 2_000;
  private static final int ROUNDS = 20_000;

  private JudgeBench() {}

  public static void main(String[] arguments) throws IOException {
    ImageCorpus corpus = ImageCorpus.find(System.err::println);
    try (ImageInspector inspector =
        new ImageInspector(new LayoutImages(corpus.layout()), Limits.defaults())) {
      long begun = System.nanoTime();
      Facts facts = read(inspector, digestOf(corpus));
      long scan = System.nanoTime() - begun;
      begun = System.nanoTime();
      int findings = measure(facts);
      long measure = System.nanoTime() - begun;
      long judge = judge(facts);
      System.out.printf(
          Locale.ROOT,
          """
          %s, %d rules, %d findings, one process
          scan, cold               %12.1f µs
          measure all rules, cold  %12.1f µs
          judge, policy changed    %12.1f µs   1/%d of measuring, 1/%d of scanning
          """,
          IMAGE,
          Catalogue.rules().size(),
          findings,
          scan / 1e3,
          measure / 1e3,
          judge / 1e3,
          measure / judge,
          scan / judge);
    }
  }

  private static int measure(Facts facts) {
    return Catalogue.rules().stream().mapToInt(rule -> rule.measure(facts).size()).sum();
  }

  /// Nanoseconds for one verdict over all rules of the strictest profile, the limit another each
  /// time; what the rules find is kept.
  private static long judge(Facts facts) {
    Evaluator evaluator = new Evaluator(new KeptMeasurements(16, Catalogue.rules().size()));
    ContainerContext container =
        new ContainerContext("app", null).of(Reference.parse("registry.example.com/" + IMAGE));
    List<Inspection> inspections = List.of(new Inspected(facts));
    List<Policy> policies = new ArrayList<>();
    for (Profile profile : List.of(Profile.BASELINE, Profile.STRICT, Profile.DISTROLESS)) {
      List<RuleSetting<?>> rules = new ArrayList<>();
      Profiles.rulesOf(profile).forEach(asked -> rules.add(asked.setting(Enforcement.ENFORCE)));
      policies.add(new Policy(profile.name(), ImageMatch.EVERYTHING, rules, Map.of(), List.of()));
    }
    long begun = 0;
    int denied = 0;
    for (int round = 0; round < WARM + ROUNDS; round++) {
      if (round == WARM) {
        begun = System.nanoTime();
      }
      Policy policy = policies.get(round % policies.size());
      boolean passes =
          evaluator.evaluate(List.of(policy), inspections, container, Instant.EPOCH).mayPass();
      denied += passes ? 0 : 1;
    }
    if (denied != WARM + ROUNDS) {
      throw new IllegalStateException(IMAGE + " was admitted");
    }
    return (System.nanoTime() - begun) / ROUNDS;
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
