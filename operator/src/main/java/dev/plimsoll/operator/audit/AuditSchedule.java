package dev.plimsoll.operator.audit;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.exemption.IndexedExemption;
import dev.plimsoll.operator.fleet.Use;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.notice.Incident;
import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.operator.policy.PolicyAudits;
import dev.plimsoll.operator.policyreport.AuditedWorkload;
import dev.plimsoll.operator.round.Rounds;
import dev.plimsoll.operator.running.RunningPod;
import dev.plimsoll.reference.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When the audit runs: soon after something changed, again while images are still being read or
/// could not be, and on a period though nothing changed.
///
/// Changes that come together are answered together, and a round is never begun before as long
/// has passed as the last one took.
final class AuditSchedule implements AutoCloseable {
  static final Duration QUIET = Duration.ofSeconds(1);
  static final Duration AGAIN = Duration.ofSeconds(5);
  static final Duration ROUND = Duration.ofSeconds(6);

  private static final Logger LOG = LoggerFactory.getLogger(AuditSchedule.class);

  private final Audit audit;
  private final Source source;
  private final PolicyAudits audits;
  private final Metrics metrics;
  private final Duration period;
  private final Outlets outlets;
  private final Rounds rounds =
      new Rounds("audit", new Rounds.Times(QUIET, Answers.RETRY), this::next);

  /// What is to be judged: all there is, once `mayRun` says that it is known and ours to judge.
  record Source(
      BooleanSupplier mayRun,
      Supplier<Collection<IndexedPolicy>> policies,
      Supplier<Collection<RunningPod>> pods,
      Supplier<Collection<IndexedExemption>> exemptions) {}

  /// Who else is told what was found: how images are used, what would be refused, and
  /// everything, workload by workload.
  record Outlets(
      Consumer<Map<Digest, Use>> reports,
      Consumer<Collection<Incident>> notices,
      Consumer<Supplier<List<AuditedWorkload>>> workloads) {
    static final Outlets NONE = new Outlets(_ -> {}, _ -> {}, _ -> {});
  }

  AuditSchedule(
      Audit audit,
      Source source,
      PolicyAudits audits,
      Metrics metrics,
      Duration period,
      Outlets outlets) {
    this.outlets = outlets;
    this.audit = audit;
    this.source = source;
    this.audits = audits;
    this.metrics = metrics;
    this.period = period;
  }

  /// Something changed.
  void poke() {
    rounds.poke();
  }

  void start() {
    rounds.start();
  }

  /// Runs a round where it may; the next is not begun before as long has passed as it took.
  private Duration next() throws InterruptedException {
    if (!source.mayRun().getAsBoolean()) {
      return AGAIN;
    }
    long started = System.nanoTime();
    Duration wait = untilNext(round());
    Thread.sleep(Duration.ofNanos(System.nanoTime() - started));
    return wait;
  }

  private Duration untilNext(Round round) {
    if (round.isPending()) {
      return AGAIN;
    }
    return round.isOpen() && period.compareTo(Answers.RETRY) > 0 ? Answers.RETRY : period;
  }

  Round round() {
    Instant at = Instant.now();
    long started = System.nanoTime();
    Collection<IndexedExemption> exemptions = source.exemptions().get();
    Round round = audit.round(source.policies().get(), source.pods().get(), Deadline.in(ROUND));
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    if (source.mayRun().getAsBoolean()) {
      metrics.audited(round.figures(), at, took);
      metrics.weighed(round.fleet(), round.reclaimable());
      audits.publish(round.audits());
      outlets.reports().accept(round.uses());
      outlets.notices().accept(round.incidents());
      outlets.workloads().accept(round::workloads);
      metrics.cameInUnjudged(
          round.incidents().stream().filter(Incident::cameInUnjudged).toList().size());
      audits.publishUses(usesOf(exemptions, round));
    }
    LOG.atDebug()
        .addKeyValue("policies", round.audits().size())
        .addKeyValue("tookMs", took.toMillis())
        .addKeyValue("pending", round.isPending())
        .log("Audited");
    return round;
  }

  /// An exemption that covered nothing so far may yet, while images are still being read.
  private static Map<IndexedExemption.Key, Integer> usesOf(
      Collection<IndexedExemption> exemptions, Round round) {
    Map<String, Integer> covered = round.exemptedImages();
    Map<IndexedExemption.Key, Integer> uses = new HashMap<>();
    for (IndexedExemption exemption : exemptions) {
      int images = covered.getOrDefault(exemption.key().title(), 0);
      if (images > 0 || !round.isPending()) {
        uses.put(exemption.key(), images);
      }
    }
    return uses;
  }

  @Override
  public void close() {
    rounds.close();
  }
}
