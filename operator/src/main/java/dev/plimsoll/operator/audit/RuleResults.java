package dev.plimsoll.operator.audit;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.operator.policyreport.AuditedWorkload;
import dev.plimsoll.operator.policyreport.Outcome;
import dev.plimsoll.operator.policyreport.RuleResult;
import dev.plimsoll.operator.running.Owner;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.verdict.Exempted;
import dev.plimsoll.verdict.Tolerated;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Verdicts put into the words of reports on workloads: one result for every rule of every policy
/// and container.
final class RuleResults {
  private static final String UNTOLD =
      "where and what is told to those whose pull secrets open the image's repository";

  private final Judged judged;
  private final Verdict verdict;
  private final Map<String, RuleDescription> rules = new LinkedHashMap<>();
  private final Set<String> mentioned = new HashSet<>();
  private final List<RuleResult> results = new ArrayList<>();

  private RuleResults(Judged judged, Round.Told told) {
    this.judged = judged;
    this.verdict =
        !judged.verdict().hasEvidence() || told.isAllowed(judged.unit(), judged.image())
            ? judged.verdict()
            : judged.verdict().withoutEvidence();
    for (RuleSetting<?> setting : judged.policy().rules()) {
      rules.put(setting.rule().id(), setting.rule().description());
    }
  }

  /// Workload by workload. What is in images is put into words only once somebody asks.
  static List<AuditedWorkload> byWorkload(Collection<Judged> all, Round.Told told) {
    Map<Place, List<Judged>> byPlace = new LinkedHashMap<>();
    for (Judged judged : all) {
      Place place = new Place(judged.unit().namespace(), judged.unit().owner());
      byPlace.computeIfAbsent(place, _ -> new ArrayList<>()).add(judged);
    }
    List<AuditedWorkload> workloads = new ArrayList<>();
    byPlace
        .values()
        .forEach(
            its ->
                workloads.add(
                    new AuditedWorkload(
                        Incidents.referenceTo(its.getFirst().unit()), () -> of(its, told))));
    return workloads;
  }

  private record Place(String namespace, Owner owner) {}

  private static List<RuleResult> of(List<Judged> judged, Round.Told told) {
    return judged.stream().flatMap(one -> new RuleResults(one, told).all().stream()).toList();
  }

  private List<RuleResult> all() {
    verdict.violations().forEach(this::add);
    verdict.undecided().forEach(this::add);
    verdict.exempted().forEach(this::add);
    verdict.tolerated().forEach(this::add);
    rules.keySet().stream()
        .filter(rule -> !mentioned.contains(rule))
        .forEach(rule -> add(rule, Outcome.PASS, "", Map.of()));
    return results;
  }

  private void add(Violation violation) {
    Finding finding = violation.finding();
    String rest = violation.isWithheld() ? UNTOLD : finding.fix();
    Map<String, String> more = new LinkedHashMap<>();
    more.put("enforcement", violation.enforcement().name().toLowerCase(Locale.ROOT));
    Bytes saving = Finding.pullSizeOf(finding.reclaimable());
    if (!saving.equals(Bytes.NONE)) {
      more.put("reclaimableBytes", Long.toString(saving.count()));
    }
    if (finding.blame().layer() != null) {
      more.put("layer", Integer.toString(finding.blame().layer().number()));
    }
    mentioned.add(violation.rule());
    RuleDescription rule = rules.get(violation.rule());
    results.add(
        new RuleResult(
            judged.policy().name(),
            violation.rule(),
            rule == null ? Family.CUSTOM : rule.family(),
            finding.severity(),
            violation.advice() ? Outcome.WARN : Outcome.FAIL,
            "%s, limit %s%s"
                .formatted(
                    violation.actual(), violation.limit(), rest.isEmpty() ? "" : "; " + rest),
            with(more)));
  }

  private void add(UndecidedRules undecided) {
    Map<String, String> more =
        Map.of(
            "cause", undecided.why().cause().field(),
            "whenUndetermined", undecided.action().name().toLowerCase(Locale.ROOT));
    undecided.rules().forEach(rule -> add(rule, Outcome.ERROR, undecided.why().detail(), more));
  }

  private void add(Exempted exempted) {
    add(
        exempted.rule(),
        Outcome.SKIP,
        "exempted by " + exempted.exemption(),
        Map.of("exemption", exempted.exemption()));
  }

  private void add(Tolerated tolerated) {
    add(
        tolerated.rule(),
        Outcome.SKIP,
        "tolerated, as it ran before the policy refused it"
            + (tolerated.until() == null ? "" : ", until " + tolerated.until()),
        Map.of());
  }

  private void add(String id, Outcome outcome, String message, Map<String, String> more) {
    RuleDescription rule = rules.get(id);
    mentioned.add(id);
    if (rule != null) {
      results.add(
          new RuleResult(
              judged.policy().name(),
              id,
              rule.family(),
              rule.severity(),
              outcome,
              message,
              with(more)));
    }
  }

  private Map<String, String> with(Map<String, String> more) {
    Map<String, String> properties = new LinkedHashMap<>(more);
    properties.put("container", judged.unit().container());
    properties.put("image", judged.image().title());
    properties.put("digest", judged.unit().digest());
    return properties;
  }
}
