package dev.plimsoll.evaluation;

import static java.util.stream.Collectors.toMap;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.baseline.Ceiling;
import dev.plimsoll.policy.baseline.Recorded;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a baseline is to hold of one image that runs, and what was not known of it for now; pure.
///
/// `open` is why nobody can tell yet, and another look may; what was recorded until then holds the
/// image as it is, however bad.
public record Recording(List<Recorded> records, Optional<Unknown> open) {
  public Recording {
    records = List.copyOf(records);
  }

  /// An image that runs: what it is asked for by, what came of that, and how it is run, under the
  /// name that its workload writes.
  public record Running(Reference asked, List<Inspection> inspections, ContainerContext container) {
    public Running {
      inspections = List.copyOf(inspections);
    }
  }

  /// What breaks `rules` of a policy in an image, exempt or not judged by it aside.
  public static Recording of(
      Evaluator evaluator, Policy policy, Set<String> rules, Running image, Instant now) {
    Policy asked = policy.tolerating(null).only(rules::contains);
    Map<String, Rule<?>> byId =
        asked.rules().stream()
            .collect(toMap(r -> r.rule().id(), RuleSetting::rule, (one, _) -> one));
    List<Recorded> records = new ArrayList<>();
    Optional<Unknown> open = Optional.empty();
    for (Inspection inspection : image.inspections()) {
      Verdict verdict =
          evaluator.evaluate(List.of(asked), List.of(inspection), image.container(), now);
      Taken taken = new Taken(image, digestOf(inspection, image.asked()), byId);
      verdict.violations().forEach(violation -> records.add(taken.record(violation)));
      for (UndecidedRules undecided : verdict.undecided()) {
        open = open.or(() -> Optional.of(undecided.why()).filter(Recording::mayPassOver));
        records.addAll(
            inspection instanceof Uninspectable
                ? taken.unread(undecided.why())
                : taken.unjudged(undecided));
      }
    }
    return new Recording(records, open);
  }

  private static boolean mayPassOver(Unknown why) {
    return why.cause() == Cause.SCAN_PENDING || why.cause() == Cause.UNREACHABLE;
  }

  private static @Nullable Digest digestOf(Inspection inspection, Reference asked) {
    return switch (inspection) {
      case Inspected(Facts facts, _) -> facts.digest();
      case Uninspectable(_, Digest digest) -> digest == null ? asked.digest() : digest;
    };
  }

  /// One manifest of an image, of which something is recorded.
  private record Taken(Running image, @Nullable Digest digest, Map<String, Rule<?>> rules) {
    private String name() {
      return String.valueOf(image.container().reference());
    }

    private String key() {
      return digest == null ? name() : digest.toString();
    }

    private String settings(String rule) {
      Rule<?> judge = rules.get(rule);
      return judge == null ? "" : Recorded.settingsFor(judge, image.container());
    }

    Recorded record(Violation violation) {
      Rule<?> rule = rules.get(violation.rule());
      boolean byName = rule != null && rule.description().depth() == Depth.REFERENCE;
      return new Recorded(
          byName ? name() : key(),
          violation.rule(),
          Ceiling.of(violation.finding()),
          settings(violation.rule()),
          violation.actual());
    }

    List<Recorded> unjudged(UndecidedRules undecided) {
      Function<String, Recorded> record =
          rule -> new Recorded(key(), rule, null, settings(rule), undecided.why().detail());
      return undecided.rules().stream().map(record).toList();
    }

    /// By its name too: where nobody can tell what is in it, nobody can tell its digest.
    List<Recorded> unread(Unknown why) {
      List<Recorded> all = new ArrayList<>();
      for (String settings : Recorded.allSettings(image.container())) {
        all.add(new Recorded(key(), Recorded.ANY, null, settings, why.detail()));
        if (digest != null) {
          all.add(new Recorded(name(), Recorded.ANY, null, settings, why.detail()));
        }
      }
      return all;
    }
  }
}
