package dev.plimsoll.operator.report;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImageReport;
import dev.plimsoll.api.v1alpha1.ImageReportSpec;
import dev.plimsoll.api.v1alpha1.ImageReportSpec.Claim;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.report.ReportStore.Turn;
import dev.plimsoll.reference.Digest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Claims against an API server that answers as it is told to.
@EnableKubernetesMockClient
class ReportStoreTest {
  private static final Digest IMAGE = Digest.parse("sha256:" + "a".repeat(64));
  private static final String REPORTS = "/apis/plimsoll.dev/v1alpha1/imagereports";
  private static final String REPORT = REPORTS + "/" + ReportName.of(IMAGE);
  private static final String SHOP = "registry.example.com/shop/cart";

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void knowsWhoWasQuickerToTakeOver() {
    ReportWatch watch = new ReportWatch(client);
    ReportStore store = store(watch);
    refuse("POST", REPORTS);
    found(claim("gone", Instant.now().minusSeconds(60)), SHOP);
    refuse("PUT", REPORT);
    found(claim("quicker", Instant.now().plusSeconds(60)), SHOP);

    assertThat(store.claim(IMAGE, SHOP)).isEqualTo(Turn.OTHERS);

    KnownReport known = watch.report(IMAGE).orElseThrow();
    assertThat(known.isComplete()).isFalse();
    assertThat(known.isClaimedBy("quicker")).isTrue();
  }

  @Test
  void standsAsideOfWhoReadsInAnotherRepository() {
    ReportWatch watch = new ReportWatch(client);
    refuse("POST", REPORTS);
    found(claim("other", Instant.now().plusSeconds(60)), "evil.example.com/x");

    assertThat(store(watch).claim(IMAGE, SHOP)).isEqualTo(Turn.ASIDE);
  }

  @Test
  void waitsForWhoReadsInTheSameRepository() {
    ReportWatch watch = new ReportWatch(client);
    refuse("POST", REPORTS);
    found(claim("other", Instant.now().plusSeconds(60)), SHOP);

    assertThat(store(watch).claim(IMAGE, SHOP)).isEqualTo(Turn.OTHERS);
  }

  /// The watch may tell of the end of a claim before the answer that there is one is dealt with.
  @Test
  void believesWhatWasWrittenLast() {
    ReportWatch watch = new ReportWatch(client);
    ImageReport done = report(null, SHOP);
    done.getMetadata().setResourceVersion("8");
    refuse("POST", REPORTS);
    found(claim("other", Instant.now().plusSeconds(60)), SHOP);
    watch.onAdd(done);

    assertThat(store(watch).claim(IMAGE, SHOP)).isEqualTo(Turn.OTHERS);

    assertThat(watch.report(IMAGE).orElseThrow().isComplete()).isTrue();
  }

  private ReportStore store(ReportWatch watch) {
    return new ReportStore(
        client,
        watch,
        new ReportStore.Terms("me", Duration.ofSeconds(30), 1000),
        new Metrics(new SimpleMeterRegistry()),
        InstantSource.system());
  }

  private static Claim claim(String holder, Instant until) {
    return new Claim(holder, until.toString());
  }

  private void refuse(String method, String path) {
    var conflict = new StatusBuilder().withCode(HTTP_CONFLICT).withReason("Conflict").build();
    switch (method) {
      case "POST" ->
          server.expect().post().withPath(path).andReturn(HTTP_CONFLICT, conflict).once();
      default -> server.expect().put().withPath(path).andReturn(HTTP_CONFLICT, conflict).once();
    }
  }

  private void found(@Nullable Claim claim, String repository) {
    ImageReport report = report(claim, repository);
    server.expect().get().withPath(REPORT).andReturn(HTTP_OK, report).once();
  }

  private static ImageReport report(@Nullable Claim claim, String repository) {
    ImageReport report = new ImageReport();
    report.setMetadata(
        new ObjectMetaBuilder()
            .withName(ReportName.of(IMAGE))
            .withResourceVersion("7")
            .withCreationTimestamp("2026-11-21T10:00:00Z")
            .build());
    report.setSpec(ImageReportSpec.claimed(IMAGE.toString(), repository, claim));
    return report;
  }
}
