package dev.plimsoll.operator.report;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImageReport;
import dev.plimsoll.api.v1alpha1.ImageReportSpec;
import dev.plimsoll.api.v1alpha1.ImageReportSpec.Claim;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.operator.inspection.Inspector;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Replicas that share one API server, a mocked one, each with a registry that counts of its own.
@EnableKubernetesMockClient(crud = true)
@Timeout(value = 5, unit = MINUTES)
class ReplicasTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /// No claim ends by itself while the machine stands still.
  private static final Duration CLAIM = Duration.ofMinutes(5);

  KubernetesClient client;

  /// How far the replicas' clock is ahead.
  private volatile Duration ahead = Duration.ZERO;

  private final List<TestImage> images =
      IntStream.range(0, 12)
          .mapToObj(
              number ->
                  ImageBuilder.image()
                      .env("TOKEN=a-value-of-" + number)
                      .layer("RUN make", layer -> layer.file("app/" + number, "x" + number))
                      .build())
          .toList();

  @BeforeEach
  void noReportIsThere() {
    client.resources(ImageReport.class).delete();
  }

  @Test
  void readEachImageOnce() throws Exception {
    try (Replica one = new Replica("one", images);
        Replica two = new Replica("two", images);
        Replica three = new Replica("three", images);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Inspection>>> asked = new ArrayList<>();
      for (TestImage image : images) {
        for (Replica replica : List.of(one, two, three)) {
          asked.add(threads.submit(() -> replica.inspect(image, LONG)));
        }
      }
      for (Future<List<Inspection>> answer : asked) {
        assertThat(facts(answer.get()).depth()).isEqualTo(Depth.FILES);
      }
      for (TestImage image : images) {
        Digest layer = image.layers().getFirst();
        int reads = one.reads(layer) + two.reads(layer) + three.reads(layer);
        assertThat(reads).as("layers are read once").isOne();
      }
    }
  }

  @Test
  void readNothingThatWasReadBeforeTheyStarted() throws Exception {
    TestImage image = images.getFirst();
    try (Replica former = new Replica("former", images)) {
      former.inspect(image, LONG);
      await(() -> report(image) != null && report(image).getSpec().isComplete());
    }
    try (Replica restarted = new Replica("restarted", images)) {
      Facts facts = facts(restarted.inspect(image, LONG));
      assertThat(facts.depth()).isEqualTo(Depth.FILES);
      assertThat(restarted.reads(image.digest())).isZero();
      assertThat(restarted.reads(image.config())).isZero();
      assertThat(restarted.reads(image.layers().getFirst())).isZero();
    }
  }

  @Test
  void takeOverFromOneThatIsGone() throws Exception {
    TestImage image = images.getFirst();
    claimed(image, "gone", Instant.now().plus(CLAIM));
    try (Replica replica = new Replica("heir", images)) {
      replica.shared.inspect(reference(image), Depth.CONFIG, LONG, Deadline.in(LONG));
      List<Inspection> early = replica.inspect(image, Duration.ofMillis(300));
      assertThat(early.getFirst())
          .isInstanceOfSatisfying(
              Inspected.class,
              found -> {
                assertThat(found.facts().depth()).isEqualTo(Depth.CONFIG);
                assertThat(found.shortfall())
                    .extracting(Unknown::cause)
                    .isEqualTo(Cause.SCAN_PENDING);
              });
      assertThat(replica.reads(image.layers().getFirst())).isZero();

      TestImage orphan = images.getLast();
      claimed(orphan, "gone", Instant.now().plusSeconds(1));
      assertThat(facts(replica.inspect(orphan, LONG)).depth()).isEqualTo(Depth.FILES);
      await(() -> report(orphan).getSpec().isComplete());
    }
  }

  @Test
  void leaveAClaimAloneThatIsRenewed() throws Exception {
    TestImage image = images.getFirst();
    CountDownLatch held = new CountDownLatch(1);
    try (Replica one = new Replica("one", images, Duration.ofMillis(300));
        Replica two = new Replica("two", images)) {
      one.scans.begin(reference(image), image.digest(), held(held));
      await(() -> report(image) != null);
      Instant firstEnd = end(image);
      ahead = CLAIM.dividedBy(2);
      await(() -> end(image).isAfter(firstEnd.plus(CLAIM.dividedBy(3))));
      ahead = CLAIM.plusSeconds(1);
      two.inspect(image, Duration.ofMillis(500));
      assertThat(report(image).getSpec().claim().holder()).isEqualTo("one");
      assertThat(two.reads(image.layers().getFirst())).isZero();

      held.countDown();
      assertThat(facts(two.inspect(image, LONG)).depth()).isEqualTo(Depth.FILES);
    }
  }

  @Test
  void waitForNoOtherRepositorysRegistry() throws Exception {
    TestImage image = images.getFirst();
    CountDownLatch held = new CountDownLatch(1);
    Reference evil = Reference.parse("evil.example.com/x").at(image.digest());
    try (Replica one = new Replica("one", images);
        Replica two = new Replica("two", images)) {
      Scans.Scan slow = one.scans.begin(evil, image.digest(), held(held));
      await(() -> report(image) != null);

      assertThat(facts(two.inspect(image, LONG)).depth()).isEqualTo(Depth.FILES);
      assertThat(facts(one.inspect(image, LONG)).depth()).isEqualTo(Depth.FILES);
      await(() -> report(image).getSpec().isComplete());

      held.countDown();
      slow.end().get();
      assertThat(report(image).getSpec().isComplete()).isTrue();
      assertThat(report(image).getSpec().repository()).isEqualTo("registry.example.com/shop/cart");
    }
  }

  /// An inspector that comes back with nothing once it is let.
  private static Inspector held(CountDownLatch until) {
    return (reference, depth, age, deadline) -> {
      try {
        until.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return List.of(new Uninspectable(new Unknown(Cause.UNREACHABLE, "slow"), null));
    };
  }

  @Test
  void keepNoReportOfWhatCannotBeRead() throws Exception {
    TestImage image = images.getFirst();
    try (Replica replica = new Replica("one", List.of())) {
      assertThat(replica.inspect(image, LONG).getFirst()).isInstanceOf(Uninspectable.class);
      Inspector fails =
          (_, _, _, _) -> List.of(new Uninspectable(new Unknown(Cause.UNREACHABLE, "away"), null));
      replica.scans.begin(reference(image), image.digest(), fails).end().get();
      assertThat(report(image)).isNull();
    }
  }

  @Test
  void recordWhatWasOnlyLookedAt() throws Exception {
    TestImage image = images.getFirst();
    try (Replica replica = new Replica("one", images)) {
      replica.shared.inspect(reference(image), Depth.CONFIG, LONG, Deadline.in(LONG));
      await(() -> report(image) != null);
      assertThat(report(image).getSpec().image().depth()).isEqualTo("Config");
      assertThat(facts(replica.inspect(image, LONG)).depth()).isEqualTo(Depth.FILES);
      await(() -> report(image).getSpec().image().depth().equals("Files"));
    }
  }

  @Test
  void tellNoValuesOfVariables() throws Exception {
    TestImage image = images.getFirst();
    try (Replica replica = new Replica("one", images)) {
      replica.inspect(image, LONG);
      await(() -> report(image) != null && report(image).getSpec().isComplete());
      ImageReportSpec spec = report(image).getSpec();
      assertThat(spec.repository()).isEqualTo("registry.example.com/shop/cart");
      assertThat(spec.truncated()).isNull();
      assertThat(spec.layers()).hasSize(1);
      assertThat(spec.found().findings()).isPositive();
      assertThat(client.getKubernetesSerialization().asJson(report(image)))
          .doesNotContain("a-value-of");
    }
  }

  private void claimed(TestImage image, String holder, Instant until) {
    ImageReport report = new ImageReport();
    report.setMetadata(new ObjectMetaBuilder().withName(ReportName.of(image.digest())).build());
    report.setSpec(
        ImageReportSpec.claimed(
            image.digest().toString(), null, new Claim(holder, until.toString())));
    client.resource(report).create();
  }

  private Instant end(TestImage image) {
    return Instant.parse(report(image).getSpec().claim().expires());
  }

  private ImageReport report(TestImage image) {
    return client.resources(ImageReport.class).withName(ReportName.of(image.digest())).get();
  }

  private static Reference reference(TestImage image) {
    return Reference.parse("registry.example.com/shop/cart:1").at(image.digest());
  }

  private static Facts facts(List<Inspection> found) {
    return ((Inspected) found.getFirst()).facts();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(20);
    }
  }

  /// One replica's parts, as they are wired.
  private final class Replica implements AutoCloseable {
    private final TestSource registry = new TestSource();
    private final ReportWatch watch = new ReportWatch(client);
    private final ImageInspector inspector;
    private final Records records;
    private final Scans scans;
    private final Inspector shared;

    Replica(String name, List<TestImage> served) throws InterruptedException {
      this(name, served, CLAIM);
    }

    /// One that renews its claims three times in `renewal`.
    Replica(String name, List<TestImage> served, Duration renewal) throws InterruptedException {
      InstantSource clock = () -> Instant.now().plus(ahead);
      served.forEach(image -> registry.add(reference(image).toString(), image));
      inspector =
          new ImageInspector(
              registry, Limits.defaults(), ImageInspector.Resources.defaults().with(watch));
      ReportContents contents = new ReportContents(new Evaluator(Measurements.ON_THE_SPOT));
      ReportStore store =
          new ReportStore(
              client,
              watch,
              new ReportStore.Terms(name, CLAIM, 1000),
              new Metrics(new SimpleMeterRegistry()),
              clock);
      records = new Records(inspector, watch, store, contents, clock);
      scans = new Scans(inspector, watch, store, contents, new Scans.Times(renewal, LONG), clock);
      Inspector own =
          (reference, depth, age, deadline) ->
              inspector.inspect(new InspectionRequest(reference, List.of(), depth, age, deadline));
      shared = new SharedInspector(own, inspector, watch, scans, records);
      watch.start();
      await(watch::isSynced);
    }

    List<Inspection> inspect(TestImage image, Duration patience) {
      return shared.inspect(reference(image), Depth.FILES, LONG, Deadline.in(patience));
    }

    int reads(Digest digest) {
      return registry.reads(digest);
    }

    @Override
    public void close() {
      watch.close();
      scans.close();
      records.close();
      inspector.close();
    }
  }
}
