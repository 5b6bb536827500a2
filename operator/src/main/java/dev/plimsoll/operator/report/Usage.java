package dev.plimsoll.operator.report;

import dev.plimsoll.api.v1alpha1.ImageReportStatus;
import dev.plimsoll.api.v1alpha1.ImageReportStatus.Running;
import dev.plimsoll.api.v1alpha1.ImageReportStatus.Sharing;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.operator.bytes.Quantities;
import dev.plimsoll.operator.fleet.Use;
import dev.plimsoll.operator.round.Rounds;
import dev.plimsoll.reference.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes into reports where their images run, and collects those that are of no more use; on
/// the leader alone, on change, a few dozen a second at most.
public final class Usage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Usage.class);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration AT_LENGTH = Duration.ofMinutes(1);
  private static final Duration SELDOM = Duration.ofHours(20);
  private static final Running NOWHERE = new Running(0, 0, 0);

  private final ReportWatch watch;
  private final ReportStore store;
  private final Terms terms;
  private final BooleanSupplier leads;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Map<Digest, Use>> latest = new AtomicReference<>();
  private final Rounds rounds =
      new Rounds("report-usage", new Rounds.Times(QUIET, AT_LENGTH), this::pass);

  /// After how long without use a report goes, and how many there are at most.
  record Terms(Duration unusedFor, int most) {}

  Usage(
      ReportWatch watch,
      ReportStore store,
      Terms terms,
      BooleanSupplier leads,
      InstantSource clock) {
    this.watch = watch;
    this.store = store;
    this.terms = terms;
    this.leads = leads;
    this.clock = clock;
  }

  /// What runs now; written down by and by, where it is news. Said too late, when another replica
  /// writes already, it is not kept for the day this one leads again.
  public void publish(Map<Digest, Use> uses) {
    latest.set(Map.copyOf(uses));
    if (!leads.getAsBoolean()) {
      rest();
    }
    rounds.poke();
  }

  /// Another replica writes from now on; what ran until now says nothing once this one leads
  /// again.
  void rest() {
    latest.set(null);
  }

  /// A report came, or was changed by somebody else.
  void poke() {
    rounds.poke();
  }

  void start() {
    rounds.start();
  }

  /// Writes and collects what is to be, and says when to look again.
  Duration pass() throws InterruptedException {
    Map<Digest, Use> uses = latest.get();
    if (uses == null || !leads.getAsBoolean()) {
      return AT_LENGTH;
    }
    if (!watch.isSynced()) {
      return QUIET;
    }
    write(uses);
    collect(uses);
    return AT_LENGTH;
  }

  private void write(Map<Digest, Use> uses) throws InterruptedException {
    for (KnownReport report : watch.reports()) {
      ImageReportStatus status = status(report, uses.get(report.digest()));
      if (!status.equals(report.status()) && leads.getAsBoolean()) {
        store.use(report.digest(), status);
        Thread.sleep(PAUSE);
      }
    }
  }

  /// What is to be written; the time of the last use moves once a day while the image runs.
  ImageReportStatus status(KnownReport report, @Nullable Use use) {
    ImageReportStatus former = report.status();
    if (use == null) {
      return new ImageReportStatus(
          former.running() == null ? null : NOWHERE, null, former.lastUsed(), former.namespaces());
    }
    Instant now = clock.instant();
    boolean stale = former.lastUsed() == null || report.lastUsed().plus(SELDOM).isBefore(now);
    return new ImageReportStatus(
        new Running(use.namespaces(), use.workloads(), use.pods()),
        use.layers() == null ? null : sharing(use.layers()),
        stale ? now.truncatedTo(ChronoUnit.SECONDS).toString() : former.lastUsed(),
        places(use.places(), former.namespaces()));
  }

  /// Where it runs now, and where it ran, as far as there is room.
  private static List<String> places(Set<String> now, List<String> former) {
    return Stream.concat(now.stream().sorted(), former.stream())
        .distinct()
        .limit(ImageReportStatus.PLACES)
        .toList();
  }

  private static Sharing sharing(Fleet.Sharing layers) {
    return new Sharing(
        Quantities.of(layers.own()),
        layers.own().count(),
        Quantities.of(layers.shared()),
        layers.shared().count());
  }

  private void collect(Map<Digest, Use> uses) throws InterruptedException {
    for (KnownReport report : superfluous(uses)) {
      if (leads.getAsBoolean()) {
        LOG.atInfo()
            .addKeyValue("digest", report.digest())
            .addKeyValue("lastUsed", report.lastUsed())
            .log("Report is collected");
        store.delete(report.digest());
        Thread.sleep(PAUSE);
      }
    }
  }

  /// The reports to be collected: those that nobody has used for long; then, where there are
  /// too many, a tenth more than that, longest unused first. What runs stays.
  List<KnownReport> superfluous(Map<Digest, Use> uses) {
    Instant old = clock.instant().minus(terms.unusedFor());
    List<KnownReport> idle =
        watch.reports().stream()
            .filter(report -> !uses.containsKey(report.digest()))
            .sorted(Comparator.comparing(KnownReport::lastUsed))
            .toList();
    int tooMany = watch.count() - terms.most();
    int room = tooMany >= 0 ? tooMany + terms.most() / 10 : 0;
    List<KnownReport> gone = new ArrayList<>();
    for (KnownReport report : idle) {
      if (report.lastUsed().isBefore(old) || gone.size() < room) {
        gone.add(report);
      }
    }
    return gone;
  }

  @Override
  public void close() {
    rounds.close();
  }
}
