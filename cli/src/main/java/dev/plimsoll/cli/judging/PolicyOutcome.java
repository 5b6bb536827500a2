package dev.plimsoll.cli.judging;

import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.verdict.Violation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one policy would do if it enforced. `now` is what it does today; `tolerates` says that
/// what runs already may go on. Counts are of images of workloads: those that the policy is about,
/// refuses, only warns of or records, and could not judge. `rules` are those that refuse, with how
/// many images each refuses.
public record PolicyOutcome(
    String name,
    String now,
    boolean tolerates,
    int images,
    int refused,
    int milder,
    int undetermined,
    Map<String, Integer> rules) {

  /// Adds up one policy over the workloads that were judged.
  public static PolicyOutcome of(
      String name, String now, boolean tolerates, Collection<WorkloadVerdict> workloads) {
    List<ImageVerdict> about =
        workloads.stream()
            .flatMap(workload -> workload.images().stream())
            .filter(image -> image.policies().contains(name))
            .toList();
    int refused = 0;
    int milder = 0;
    int undetermined = 0;
    Map<String, Integer> rules = new TreeMap<>();
    for (ImageVerdict image : about) {
      List<Violation> its =
          image.verdict().violations().stream().filter(v -> v.policy().equals(name)).toList();
      List<String> enforced =
          its.stream()
              .filter(violation -> violation.enforcement() == Enforcement.ENFORCE)
              .map(Violation::rule)
              .distinct()
              .toList();
      enforced.forEach(rule -> rules.merge(rule, 1, Integer::sum));
      refused += enforced.isEmpty() ? 0 : 1;
      milder += enforced.isEmpty() && !its.isEmpty() ? 1 : 0;
      boolean open = image.verdict().undecided().stream().anyMatch(o -> o.policy().equals(name));
      undetermined += its.isEmpty() && open ? 1 : 0;
    }
    return new PolicyOutcome(
        name, now, tolerates, about.size(), refused, milder, undetermined, rules);
  }

  /// Whether what it would refuse and runs already is to be recorded first, once it enforces.
  public boolean willTolerate() {
    return tolerates && refused > 0 && !now.equals("Enforce");
  }

  /// The rules that refuse, those first that refuse most: `root-user 4, compiler 1`.
  public String mostFirst() {
    return String.join(
        ", ",
        rules.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(rule -> rule.getKey() + " " + rule.getValue())
            .toList());
  }
}
