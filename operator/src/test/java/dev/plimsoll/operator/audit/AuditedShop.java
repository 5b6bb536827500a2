package dev.plimsoll.operator.audit;

import static java.util.Objects.requireNonNull;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.inspection.LoggedFaults;
import dev.plimsoll.operator.memory.TagMoves;
import dev.plimsoll.operator.policy.Applied;
import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.operator.policy.PolicyAudit;
import dev.plimsoll.operator.policy.PolicyName;
import dev.plimsoll.operator.running.ImageLookup;
import dev.plimsoll.operator.running.Pods;
import dev.plimsoll.operator.running.Pullers;
import dev.plimsoll.operator.running.RunningPod;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.VulnerabilityReport;
import dev.plimsoll.rule.memory.Memory;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/// What runs in a shop, and the audit that judges it.
class AuditedShop {
  static final String IMAGE = "registry.example.com/web:1";
  static final String ALL_RULES = "{profile: Baseline, rules: {size: {pullSize: {max: 100Mi}}}}";
  static final Facts GOOD =
      FactsBuilder.image().layer(20, "COPY app").user("1000").debian().facts();
  static final Facts BAD =
      FactsBuilder.image()
          .layer(90, "FROM debian")
          .debian()
          .layer(60, "RUN apt-get install gcc")
          .files(FileClass.COMPILER, "gcc-12", 50, "/usr/bin/gcc-12")
          .facts();

  /// The image over which every rule fails.
  @Nullable Facts fatal;
  final Map<Reference, Inspection> images = new HashMap<>();
  final List<Reference> asked = new ArrayList<>();
  final List<Reference> askedTags = new ArrayList<>();
  final List<IndexedPolicy> policies = new ArrayList<>();
  Instant now = Instant.parse("2026-11-21T10:00:00Z");

  @Nullable VulnerabilityReport reported;
  final TagMoves moves = new TagMoves();
  final Map<Reference, Set<Digest>> tags = new HashMap<>();
  Audit audit;

  List<Finding> measured(Rule<?> rule, Facts image) {
    if (image.equals(fatal)) {
      throw new IllegalStateException("a fault of ours");
    }
    return rule.measure(image);
  }

  @BeforeEach
  void startAudit() {
    audit =
        new Audit(
            (namespace, labels, image) ->
                policies.stream()
                    .filter(p -> p.namespace().equals(namespace) && p.covers(labels, image))
                    .map(p -> new Applied(p, p.policy().orElseThrow()))
                    .toList(),
            new Owners((_, _) -> Optional.empty()),
            new Looking(),
            new Evaluator(
                    this::measured, _ -> Optional.ofNullable(reported), Memory.NONE.with(moves))
                .with(new LoggedFaults()),
            moves,
            new Ticking());
  }

  void runs(String digest, Inspection inspection) {
    images.put(Reference.parse(IMAGE + "@" + digest), inspection);
  }

  static Pod web(String name) {
    return Pods.pod("shop", name, "StatefulSet/web", IMAGE, Pods.DIGEST);
  }

  static Inspection unreachable() {
    return new Uninspectable(new Unknown(Cause.UNREACHABLE, "no answer"), null);
  }

  Round round(Pod... pods) {
    return audit.round(
        policies,
        Arrays.stream(pods).map(RunningPod::of).toList(),
        Deadline.in(Duration.ofSeconds(5)));
  }

  PolicyAudit audited(Pod... pods) {
    return requireNonNull(round(pods).audits().get(new PolicyName("shop", "load-line")));
  }

  final class Looking implements ImageLookup {
    @Override
    public Map<Reference, List<Inspection>> inspect(
        Map<Reference, Set<Policy>> wanted, Pullers pullers, Deadline deadline) {
      asked.addAll(wanted.keySet());
      Map<Reference, List<Inspection>> found = new HashMap<>();
      wanted.keySet().retainAll(images.keySet());
      wanted
          .keySet()
          .forEach(image -> found.put(image, List.of(requireNonNull(images.get(image)))));
      return found;
    }

    @Override
    public Map<Reference, Set<Digest>> imagesOf(
        Map<Reference, Reference> wanted, Pullers pullers, Deadline deadline) {
      askedTags.addAll(wanted.keySet());
      return tags;
    }
  }

  final class Ticking extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
