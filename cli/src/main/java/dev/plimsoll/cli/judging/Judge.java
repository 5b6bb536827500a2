package dev.plimsoll.cli.judging;

import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.manifest.ManifestWorkload;
import dev.plimsoll.cli.manifest.ManifestWorkload.PlacedImage;
import dev.plimsoll.cli.policy.FilePolicy;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.evaluation.UnreadableName;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.verdict.JudgedImage;
import dev.plimsoll.verdict.Outlook;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.workload.ContainerImage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/// Judges images under policies, of files or of a cluster, as the webhook judges them.
public final class Judge {
  private static final ContainerContext NO_WORKLOAD = new ContainerContext("", null);

  private static final int AT_A_TIME = 4;

  private final ImageDesk desk;
  private final InstantSource clock;
  private final List<FilePolicy> policies;
  private final Rulebook rulebook;
  private final Evaluator evaluator = new Evaluator(Measurements.ON_THE_SPOT);

  public Judge(ImageDesk desk, List<FilePolicy> policies, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
    this.policies = List.copyOf(policies);
    this.rulebook = new FileRulebook(this.policies);
  }

  /// One that judges workloads by the policies of a cluster.
  public Judge(ImageDesk desk, Rulebook rulebook, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
    this.policies = List.of();
    this.rulebook = rulebook;
  }

  /// The verdict on an image that no workload runs, looked into as deep as is wished.
  public ImageVerdict image(String name, Reference reference) {
    List<Policy> about =
        policies.stream()
            .filter(policy -> policy.covers(reference))
            .map(policy -> asked(policy.policy()))
            .toList();
    List<Inspection> found = desk.inspect(reference, Depth.FILES);
    Verdict verdict = evaluator.evaluate(about, found, NO_WORKLOAD.of(reference), clock.instant());
    return new ImageVerdict(
        new JudgedImage(name, "", verdict).with(outlook(verdict, found)),
        found,
        names(about),
        null);
  }

  /// What admission would say of a workload: each image as deep as the policies about it ask.
  public WorkloadVerdict workload(ManifestWorkload workload) {
    List<ImageVerdict> images =
        workload.images().stream().map(placed -> image(workload, placed)).toList();
    return new WorkloadVerdict(workload.title(), workload.place(), images);
  }

  /// The same of several, in their order; so many at a time, since much of reading is waiting.
  public List<WorkloadVerdict> workloads(List<ManifestWorkload> workloads) {
    Semaphore places = new Semaphore(AT_A_TIME);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<WorkloadVerdict>> judged =
          workloads.stream()
              .map(workload -> threads.submit(() -> workload(workload, places)))
              .toList();
      return judged.stream().map(Judge::told).toList();
    }
  }

  private WorkloadVerdict workload(ManifestWorkload workload, Semaphore places)
      throws InterruptedException {
    places.acquire();
    try {
      return workload(workload);
    } finally {
      places.release();
    }
  }

  private static WorkloadVerdict told(Future<WorkloadVerdict> judged) {
    try {
      return judged.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a workload could not be judged", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while workloads were judged", e);
    }
  }

  private ImageVerdict image(ManifestWorkload workload, PlacedImage placed) {
    ContainerImage container = placed.image();
    Reference reference = Reference.UNREADABLE;
    ContainerContext context =
        container.context().in(rulebook.placementOf(workload.namespace(), workload.labels()));
    List<Inspection> found = List.of();
    try {
      reference = Reference.parse(container.image());
    } catch (InvalidReferenceException e) {
      found = List.of(UnreadableName.inspection(e));
    }
    context = context.of(reference);
    List<Policy> about = about(workload, container, reference);
    if (found.isEmpty() && !about.isEmpty()) {
      found = lookAt(placed.runs() == null ? reference : reference.at(placed.runs()), about);
    }
    Verdict verdict = evaluator.evaluate(about, found, context, clock.instant());
    JudgedImage judged =
        new JudgedImage(container.image(), container.container(), container.isVolume(), verdict)
            .with(outlook(verdict, found));
    return new ImageVerdict(judged, found, names(about), placed.place());
  }

  private Optional<Outlook> outlook(Verdict verdict, List<Inspection> found) {
    return Outlook.of(verdict, found, desk::slimVariantUnder);
  }

  private List<Policy> about(
      ManifestWorkload workload, ContainerImage container, Reference reference) {
    return rulebook.policiesFor(workload.namespace(), workload.labels(), reference).stream()
        .map(
            policy ->
                switch (container.kind()) {
                  case CONTAINER, INIT_CONTAINER, SIDECAR -> policy;
                  case EPHEMERAL_CONTAINER -> policy.atMost(Enforcement.WARN);
                  case IMAGE_VOLUME -> policy.without(Family.USER);
                })
        .map(policy -> workload.isPod() ? asked(policy) : leavingScansToThePods(policy))
        .toList();
  }

  /// As admission does: whoever applies a workload does not wait for a scan, its Pods do.
  private static Policy leavingScansToThePods(Policy policy) {
    return policy.atMost(Cause.SCAN_PENDING, UndeterminedAction.WARN);
  }

  /// What was left out because whoever calls wished it so refuses nothing.
  private Policy asked(Policy policy) {
    return desk.leavesFilesOut() ? leavingScansToThePods(policy) : policy;
  }

  /// The inspections of an image, as deep as these policies' rules ask and no deeper.
  private List<Inspection> lookAt(Reference reference, List<Policy> about) {
    Depth depth = deepest(rules(about).map(rule -> rule.description().depth()));
    if (depth == Depth.REFERENCE) {
      return List.of();
    }
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

  private static List<String> names(List<Policy> policies) {
    return policies.stream().map(Policy::name).toList();
  }

  /// What admission knows and a check of manifests does not.
  public List<String> lackingOf(List<ManifestWorkload> workloads) {
    List<String> lacking = new ArrayList<>();
    lacking.add("the workloads' imagePullSecrets: your own logins are used");
    boolean homeless = workloads.stream().anyMatch(workload -> workload.namespace() == null);
    if (homeless && policies.stream().anyMatch(policy -> policy.namespace() != null)) {
      lacking.add(
          "the namespace of workloads that name none: policies of every namespace are applied to"
              + " them; give it with --namespace");
    }
    lacking.add("exemptions and namespace selectors: none is applied");
    return lacking;
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
    lacking.add("exemptions and namespace selectors: none is applied");
    return lacking;
  }

  private static Stream<Rule<?>> rules(List<Policy> policies) {
    return policies.stream().flatMap(p -> p.rules().stream()).map(setting -> setting.rule());
  }

  private static Depth deepest(Stream<Depth> depths) {
    return depths.max(Comparator.naturalOrder()).orElse(Depth.REFERENCE);
  }
}
