package dev.plimsoll.cli.judging;

import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.policy.FilePolicy;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.policy.Evaluator;
import dev.plimsoll.policy.JudgedImage;
import dev.plimsoll.policy.Measurements;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Judges images under policies from files, as the webhook judges them under a cluster's.
public final class Judge {
  private static final ContainerContext NO_WORKLOAD = new ContainerContext("", null);

  private final ImageDesk desk;
  private final List<FilePolicy> policies;
  private final Evaluator evaluator = new Evaluator(Measurements.ON_THE_SPOT);

  public Judge(ImageDesk desk, List<FilePolicy> policies) {
    this.desk = desk;
    this.policies = List.copyOf(policies);
  }

  /// The verdict on an image that no workload runs, looked into as deep as is wished.
  public ImageVerdict image(String name, Reference reference) {
    List<Policy> about =
        policies.stream().filter(p -> p.covers(reference)).map(FilePolicy::policy).toList();
    List<Inspection> found = desk.inspect(reference, Depth.FILES);
    Verdict verdict = evaluator.evaluate(about, found, NO_WORKLOAD);
    return new ImageVerdict(new JudgedImage(name, "", verdict), found, names(about), null);
  }

  /// The inspections of an image, as deep as these policies' rules ask and no deeper.
  List<Inspection> lookAt(Reference reference, List<Policy> about) {
    Depth depth = deepest(rules(about).map(rule -> rule.description().depth()));
    List<Inspection> found = desk.inspect(reference, depth);
    Depth deeper =
        deepest(
            found.stream()
                .flatMap(
                    inspection ->
                        switch (inspection) {
                          case Inspected(Facts facts, _) ->
                              rules(about).map(rule -> rule.depthFor(facts));
                          case Uninspectable _ -> Stream.empty();
                        }));
    return deeper.isDeeperThan(depth) ? desk.inspect(reference, deeper) : found;
  }

  Verdict verdict(List<Policy> about, List<Inspection> found, ContainerContext container) {
    return evaluator.evaluate(about, found, container);
  }

  static List<String> names(List<Policy> policies) {
    return policies.stream().map(Policy::name).toList();
  }

  /// What admission knows and a scan of images alone does not.
  public List<String> lacking() {
    List<String> lacking = new ArrayList<>();
    lacking.add("a workload's securityContext: the image's own USER counts");
    if (policies.stream().anyMatch(FilePolicy::selectsWorkloads)) {
      lacking.add("a workload's labels: policies with a workloadSelector are applied all the same");
    }
    if (policies.stream().anyMatch(policy -> policy.namespace() != null)) {
      lacking.add("a workload's namespace: policies of every namespace are applied");
    }
    return lacking;
  }

  private static Stream<Rule<?>> rules(List<Policy> policies) {
    return policies.stream().flatMap(p -> p.rules().stream()).map(setting -> setting.rule());
  }

  private static Depth deepest(Stream<Depth> depths) {
    return depths.max(Comparator.naturalOrder()).orElse(Depth.REFERENCE);
  }
}
