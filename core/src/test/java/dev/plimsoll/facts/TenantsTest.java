package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Several who share an inspector and may not read the same.
@Timeout(60)
class TenantsTest {
  private static final String NAME = "registry.example.com/shop/cart:1";
  private static final TestImage IMAGE =
      ImageBuilder.image()
          .layer("FROM x", layer -> layer.file("etc/os-release", "ID=debian"))
          .layer("COPY app", layer -> layer.file("app", "x".repeat(5_000)))
          .build();

  private final TestSource images = new TestSource().add(NAME, IMAGE);
  private final ImageInspector inspector = new ImageInspector(images, Limits.defaults());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    threads.shutdownNow();
    inspector.close();
  }

  @Test
  void whatOneReadServesAll() {
    Tenant shop = new Tenant("shop", images);
    Locked locked = new Locked("bank", why -> new SourceException.Unauthorized(why));

    assertThat(ask(shop)).isInstanceOf(Inspected.class);
    assertThat(ask(locked.tenant())).isInstanceOf(Inspected.class);
    assertThat(locked.asked).hasValue(0);
  }

  @Test
  void refusalOfOneIsNotAnothers() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    Locked locked = new Locked("bank", why -> new SourceException.Unauthorized(why), refused);
    Future<Inspection> bank = threads.submit(() -> ask(locked.tenant()));
    Future<Inspection> again = threads.submit(() -> ask(locked.tenant()));
    while (locked.asked.get() == 0) {
      Thread.sleep(5);
    }

    Future<Inspection> shop = threads.submit(() -> ask(new Tenant("shop", images)));
    Thread.sleep(50);
    refused.countDown();

    assertThat(shop.get()).isInstanceOf(Inspected.class);
    assertThat(causeOf(bank.get())).isEqualTo(Cause.UNAUTHORIZED);
    assertThat(again.get()).isNotNull();
  }

  @Test
  void absenceToOneIsNotAnothers() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    Locked locked = new Locked("bank", why -> new SourceException.NotFound(why), refused);
    Future<Inspection> bank = threads.submit(() -> ask(locked.tenant()));
    while (locked.asked.get() == 0) {
      Thread.sleep(5);
    }

    Future<Inspection> shop = threads.submit(() -> ask(new Tenant("shop", images)));
    Thread.sleep(50);
    refused.countDown();

    assertThat(shop.get()).isInstanceOf(Inspected.class);
    assertThat(causeOf(bank.get())).isEqualTo(Cause.NOT_FOUND);
  }

  @Test
  void thoseWhoAreRefusedAlikeAskOnce() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    Locked locked = new Locked("bank", why -> new SourceException.Unauthorized(why), refused);
    List<Cause> causes = new CopyOnWriteArrayList<>();
    List<Thread> all =
        IntStream.range(0, 3)
            .mapToObj(
                _ -> Thread.ofVirtual().start(() -> causes.add(causeOf(ask(locked.tenant())))))
            .toList();
    for (Thread each : all) {
      while (each.getState() != Thread.State.TIMED_WAITING) {
        Thread.sleep(5);
      }
    }
    refused.countDown();

    for (Thread each : all) {
      each.join();
    }
    assertThat(causes).containsOnly(Cause.UNAUTHORIZED).hasSize(3);
    assertThat(locked.asked).hasValue(1);
  }

  @Test
  void tenantWithHundredsOfImagesKeepsNobodyWaiting() throws Exception {
    SlowLayers slow = new SlowLayers(images, Duration.ofMillis(200), new AtomicInteger());
    for (int i = 0; i < 300; i++) {
      images.add(nameOf("many", i), image("many", i));
    }
    images.add(nameOf("one", 0), image("one", 0));
    try (ImageInspector two = new ImageInspector(slow, Limits.defaults(), resources(2))) {
      Tenant many = new Tenant("many", slow);
      for (int i = 0; i < 300; i++) {
        String name = nameOf("many", i);
        threads.submit(() -> two.inspect(request(name, Duration.ofSeconds(50)).by(many)));
      }
      while (slow.read().get() < 4) {
        Thread.sleep(5);
      }
      int before = slow.read().get();

      Inspection found =
          two.inspect(request(nameOf("one", 0), Duration.ofSeconds(50)).by(new Tenant("one", slow)))
              .getFirst();

      assertThat(found)
          .isInstanceOfSatisfying(Inspected.class, i -> assertThat(i.shortfall()).isNull());
      assertThat(slow.read().get() - before).isLessThan(12);
    }
  }

  private static ImageInspector.Resources resources(int readers) {
    ImageInspector.Resources defaults = ImageInspector.Resources.defaults();
    return new ImageInspector.Resources(readers, defaults.facts(), defaults.layers());
  }

  private static String nameOf(String tenant, int number) {
    return "registry.example.com/%s/app-%d:1".formatted(tenant, number);
  }

  private static TestImage image(String tenant, int number) {
    return ImageBuilder.image()
        .layer("COPY app", layer -> layer.file("app", tenant + number))
        .build();
  }

  private Inspection ask(Tenant tenant) {
    return inspector.inspect(request(NAME, Duration.ofSeconds(20)).by(tenant)).getFirst();
  }

  private static InspectionRequest request(String name, Duration time) {
    return new InspectionRequest(
        Reference.parse(name),
        List.of(Platform.parse("linux/amd64")),
        Depth.FILES,
        Duration.ofHours(1),
        Deadline.in(time));
  }

  private static Cause causeOf(Inspection inspection) {
    return inspection instanceof Uninspectable(Unknown why, _) ? why.cause() : Cause.NOT_STATED;
  }

  /// A source that opens nothing, once it is let.
  private static final class Locked implements ImageSource {
    private final AtomicInteger asked = new AtomicInteger();
    private final String name;
    private final Function<String, SourceException> refusal;
    private final CountDownLatch go;

    Locked(String name, Function<String, SourceException> refusal) {
      this(name, refusal, new CountDownLatch(0));
    }

    Locked(String name, Function<String, SourceException> refusal, CountDownLatch go) {
      this.name = name;
      this.refusal = refusal;
      this.go = go;
    }

    Tenant tenant() {
      return new Tenant(name, this);
    }

    private SourceException refuse() {
      asked.incrementAndGet();
      try {
        go.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return refusal.apply("it is not for " + name);
    }

    @Override
    public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
      throw refuse();
    }

    @Override
    public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
        throws SourceException {
      throw refuse();
    }

    @Override
    public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
        throws SourceException {
      throw refuse();
    }

    @Override
    public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
        throws SourceException {
      throw refuse();
    }
  }
}
