package dev.plimsoll.operator.taking;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Recording;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.baseline.BaselineKey;
import dev.plimsoll.operator.inspection.Puller;
import dev.plimsoll.operator.policy.Applied;
import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.operator.policy.PolicyIndex;
import dev.plimsoll.operator.running.Pullers;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.baseline.Recorded;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Records what breaks policies in what namespaces hold.
final class BaselineTaker {
  private final PolicyIndex policies;
  private final Look look;
  private final Evaluator evaluator;

  /// Looks into images for the policies that ask about them; one that it has no answer for is left
  /// out.
  @FunctionalInterface
  interface Look {
    Map<Reference, List<Inspection>> inspect(
        Map<Reference, Set<Policy>> images, Pullers pullers, Deadline deadline);
  }

  BaselineTaker(PolicyIndex policies, Look look, Evaluator evaluator) {
    this.policies = policies;
    this.look = look;
    this.evaluator = evaluator;
  }

  /// What is asked for: the rules of a policy in a namespace for which nothing is recorded yet.
  record Wanted(BaselineKey key, IndexedPolicy policy, Set<String> rules) {
    Wanted {
      rules = Set.copyOf(rules);
    }
  }

  /// What was recorded; `open` are images that another look may tell more of.
  record Taken(List<Recorded> records, Map<String, String> names, Set<String> open) {
    Taken {
      records = List.copyOf(records);
      names = Map.copyOf(names);
      open = Set.copyOf(open);
    }
  }

  /// An image to be judged by one policy.
  private record Asked(Wanted wanted, Holding holding, Policy policy) {}

  /// What each wanted baseline is to hold, of what the namespaces hold.
  Map<BaselineKey, Taken> take(
      Collection<Wanted> wanted, Set<Holding> holdings, Instant now, Deadline deadline) {
    List<Asked> asked = new ArrayList<>();
    for (Wanted one : wanted) {
      for (Holding holding : holdings) {
        if (holding.namespace().equals(one.key().namespace())) {
          policyFor(one, holding).map(p -> new Asked(one, holding, p)).ifPresent(asked::add);
        }
      }
    }
    Map<Reference, Set<Policy>> images = new LinkedHashMap<>();
    asked.forEach(
        a ->
            images
                .computeIfAbsent(a.holding().asked(), _ -> new LinkedHashSet<>())
                .add(a.policy()));
    Map<Reference, List<Inspection>> found = look.inspect(images, pullers(asked), deadline);
    Map<BaselineKey, Taken> taken = new HashMap<>();
    for (Wanted one : wanted) {
      List<Asked> own = asked.stream().filter(a -> a.wanted().equals(one)).toList();
      taken.put(one.key(), taken(own, found, now));
    }
    return taken;
  }

  private static Pullers pullers(List<Asked> asked) {
    Pullers pullers = new Pullers();
    for (Asked one : asked) {
      Holding holding = one.holding();
      pullers.add(holding.asked(), new Puller(holding.namespace(), holding.pull()));
    }
    return pullers;
  }

  /// The policy as it is about what a namespace holds, where it is, with its exemptions.
  private Optional<Policy> policyFor(Wanted wanted, Holding holding) {
    return policies.applying(holding.namespace(), holding.podLabels(), holding.named()).stream()
        .filter(applied -> applied.source().called().equals(wanted.policy().called()))
        .map(Applied::policy)
        .map(policy -> holding.isVolume() ? policy.without(Family.USER) : policy)
        .findFirst();
  }

  private Taken taken(List<Asked> asked, Map<Reference, List<Inspection>> found, Instant now) {
    List<Recorded> records = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    Set<String> open = new LinkedHashSet<>();
    for (Asked one : asked) {
      Holding holding = one.holding();
      Recording recording =
          Recording.of(
              evaluator,
              one.policy(),
              one.wanted().rules(),
              new Recording.Running(holding.asked(), inspections(holding, found), containerOf(one)),
              now);
      recording.open().ifPresent(_ -> open.add(holding.asked().toString()));
      for (Recorded recorded : recording.records()) {
        records.add(recorded);
        if (!recorded.image().equals(holding.named().toString())) {
          names.putIfAbsent(recorded.image(), holding.named().toString());
        }
      }
    }
    return new Taken(records, names, open);
  }

  private ContainerContext containerOf(Asked asked) {
    Holding holding = asked.holding();
    return asked.policy().asksForPlacement()
        ? holding.container().in(policies.placementOf(holding.namespace(), holding.podLabels()))
        : holding.container();
  }

  private static List<Inspection> inspections(
      Holding holding, Map<Reference, List<Inspection>> found) {
    List<Inspection> inspections = found.getOrDefault(holding.asked(), List.of());
    return inspections.isEmpty()
        ? List.of(
            new Uninspectable(
                new Unknown(Cause.SCAN_PENDING, holding.asked() + " has not been read yet"),
                holding.asked().digest()))
        : inspections;
  }

  /// The namespaces of what is wanted.
  static Set<String> namespaces(Collection<Wanted> wanted) {
    return wanted.stream()
        .map(one -> one.key().namespace())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
