package dev.plimsoll.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImageReport;
import dev.plimsoll.api.v1alpha1.ImageReportSpec;
import dev.plimsoll.api.v1alpha1.ImageReportStatus;
import dev.plimsoll.api.v1alpha1.ImageReportStatus.Running;
import dev.plimsoll.fleet.Fleet.Sharing;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.operator.fleet.Use;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.reference.Digest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class UsageTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Use ONCE =
      new Use(Set.of("shop"), 1, 3, new Sharing(new Bytes(1024), new Bytes(2048)));

  static KubernetesClient client;

  private final ReportWatch watch = new ReportWatch(client);
  private final Usage usage = usage(10);

  @Test
  void saysWhereAnImageRuns() {
    ImageReportStatus status = usage.status(known(1, "2026-11-21T09:00:00Z", null), ONCE);

    assertThat(status.running()).isEqualTo(new Running(1, 1, 3));
    assertThat(status.layers().own()).isEqualTo("1.0Ki");
    assertThat(status.layers().sharedBytes()).isEqualTo(2048);
    assertThat(status.lastUsed()).isEqualTo("2026-11-21T10:00:00Z");
  }

  @Test
  void writesNothingNewWhereNothingIsNew() {
    KnownReport first = known(1, "2026-11-21T09:00:00Z", null);
    ImageReportStatus status = usage.status(first, ONCE);
    KnownReport second = known(1, "2026-11-21T09:00:00Z", status);

    assertThat(usage.status(second, ONCE)).isEqualTo(status);
  }

  @Test
  void saysThatAnImageRunsNoMore() {
    ImageReportStatus ran = usage.status(known(1, "2026-11-21T09:00:00Z", null), ONCE);

    ImageReportStatus status = usage.status(known(1, "2026-11-21T09:00:00Z", ran), null);

    assertThat(status.running()).isEqualTo(new Running(0, 0, 0));
    assertThat(status.lastUsed()).isEqualTo(ran.lastUsed());
  }

  @Test
  void remembersWhereAnImageRanThoughItRunsThereNoMore() {
    ImageReportStatus staged = usage.status(known(1, "2026-11-21T09:00:00Z", null), in("staging"));
    ImageReportStatus gone = usage.status(known(1, "2026-11-21T09:00:00Z", staged), null);
    ImageReportStatus shipped =
        usage.status(known(1, "2026-11-21T09:00:00Z", gone), in("production"));

    assertThat(gone.namespaces()).containsExactly("staging");
    assertThat(shipped.namespaces()).containsExactly("production", "staging");
  }

  @Test
  void remembersABoundedNumberOfNamespaces() {
    ImageReportStatus status = new ImageReportStatus(null, null, null);
    for (int i = 0; i < 40; i++) {
      status = usage.status(known(1, "2026-11-21T09:00:00Z", status), in("ns" + i));
    }

    assertThat(status.namespaces())
        .hasSize(ImageReportStatus.PLACES)
        .startsWith("ns39", "ns38")
        .doesNotContain("ns0");
  }

  private static Use in(String namespace) {
    return new Use(Set.of(namespace), 1, 1, null);
  }

  @Test
  void collectsWhatNobodyUsesForTwoWeeks() {
    put(1, "2026-11-01T00:00:00Z");
    put(2, "2026-11-20T00:00:00Z");
    put(3, "2026-11-01T00:00:00Z");

    assertThat(usage.superfluous(Map.of(digest(3), ONCE)))
        .extracting(KnownReport::digest)
        .containsExactly(digest(1));
  }

  @Test
  void makesRoomByWhatIsLongestUnused() {
    Usage small = usage(4);
    for (int i = 1; i <= 5; i++) {
      put(i, "2026-11-20T0" + i + ":00:00Z");
    }

    assertThat(small.superfluous(Map.of(digest(1), ONCE)))
        .extracting(KnownReport::digest)
        .containsExactly(digest(2));
  }

  /// What ran while this replica led before says nothing of what runs now.
  @Test
  void writesNothingOfWhatRanBeforeAnotherReplicaLed() throws InterruptedException {
    AtomicBoolean leads = new AtomicBoolean(true);
    client.resource(report(7, "2026-11-01T00:00:00Z", null)).create();
    ReportWatch watch = new ReportWatch(client);
    watch.start();
    Usage usage = usage(watch, 10, leads::get);
    usage.publish(Map.of(digest(7), ONCE));
    leads.set(false);
    usage.rest();
    usage.publish(Map.of(digest(7), ONCE));
    leads.set(true);
    await(() -> watch.isSynced() && watch.count() == 1);

    usage.pass();
    assertThat(used(7)).isNull();

    usage.publish(Map.of(digest(7), ONCE));
    usage.pass();
    assertThat(used(7)).isEqualTo(new Running(1, 1, 3));
    watch.close();
  }

  private static @Nullable Running used(int number) {
    ImageReportStatus status =
        client
            .resources(ImageReport.class)
            .withName(ReportName.of(digest(number)))
            .get()
            .getStatus();
    return status == null ? null : status.running();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(until);
      Thread.sleep(20);
    }
  }

  @Test
  void believesNoReportWhoseNameIsNotItsDigest() {
    ImageReport forged = report(1, "2026-11-20T00:00:00Z", null);
    forged.getMetadata().setName(ReportName.of(digest(2)));

    assertThat(KnownReport.of(forged)).isEmpty();
  }

  private Usage usage(int most) {
    return usage(watch, most, () -> true);
  }

  private static Usage usage(ReportWatch watch, int most, BooleanSupplier leads) {
    ReportStore store =
        new ReportStore(
            client,
            watch,
            new ReportStore.Terms("one", Duration.ofSeconds(30), most),
            new Metrics(new SimpleMeterRegistry()),
            InstantSource.fixed(NOW));
    return new Usage(
        watch, store, new Usage.Terms(Duration.ofDays(14), most), leads, InstantSource.fixed(NOW));
  }

  private void put(int number, String created) {
    watch.put(report(number, created, null));
  }

  private static KnownReport known(int number, String created, @Nullable ImageReportStatus status) {
    return KnownReport.of(report(number, created, status)).orElseThrow();
  }

  private static ImageReport report(
      int number, String created, @Nullable ImageReportStatus status) {
    ImageReport report = new ImageReport();
    report.setMetadata(
        new ObjectMetaBuilder()
            .withName(ReportName.of(digest(number)))
            .withCreationTimestamp(created)
            .build());
    report.setSpec(
        new ImageReportSpec(
            digest(number).toString(), null, null, null, List.of(), List.of(), null, null, null));
    report.setStatus(status);
    return report;
  }

  private static Digest digest(int number) {
    return Digest.parse("sha256:" + "%064x".formatted(number));
  }
}
