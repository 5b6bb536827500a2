package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.ListedLayer;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.PassingSource;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A tenant whose registry lies or hangs, and one who wants the same digests from another.
@Timeout(60)
class NeighboursTest {
  private static final String BANK = "registry.example.com/bank/app:1";
  private static final String EVIL = "evil.example.com/x:1";
  private static final Duration LONG = Duration.ofSeconds(20);

  private final TestImage image =
      ImageBuilder.image()
          .layer("FROM x", layer -> layer.file("etc/os-release", "ID=debian"))
          .layer("COPY app", layer -> layer.file("app", "x".repeat(5_000)))
          .build();
  private final TestSource images = new TestSource().add(BANK, image);
  private final ImageInspector inspector =
      new ImageInspector(images, Limits.defaults(), resources());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    threads.shutdownNow();
    inspector.close();
  }

  private static ImageInspector.Resources resources() {
    ImageInspector.Resources defaults = ImageInspector.Resources.defaults();
    return new ImageInspector.Resources(2, defaults.facts(), defaults.layers());
  }

  /// What is read of an image, one after the other.
  private enum Stage {
    MANIFEST,
    CONFIG,
    LAYER
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void registryThatSendsOtherBytesHarmsNoOther(Stage stage) {
    Evil evil = new Evil(images, stage, false);
    Reference theirs = Reference.parse(EVIL).at(image.digest());
    inspect(theirs, new Tenant("attacker", evil), LONG);
    assertThat(evil.asked.get()).isPositive();

    assertRead(inspect(pinned(), new Tenant("bank", images), LONG));
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void registryThatHangsHoldsUpNoOther(Stage stage) throws Exception {
    Evil evil = new Evil(images, stage, true);
    Reference theirs = Reference.parse(EVIL).at(image.digest());
    threads.execute(() -> inspect(theirs, new Tenant("attacker", evil), LONG));
    awaitFirst(evil.asked);

    assertRead(inspect(pinned(), new Tenant("bank", images), LONG));
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"MANIFEST", "CONFIG"})
  void slowAnswerToOneTenantIsNotWaitedForByAnother(Stage stage) throws Exception {
    Evil slow = new Evil(images, stage, true);
    threads.execute(() -> inspect(pinned(), new Tenant("attacker", slow), LONG));
    awaitFirst(slow.asked);

    assertRead(inspect(pinned(), new Tenant("bank", images), LONG));
  }

  @Test
  void absurdSizeOfALayerHarmsNoImageThatHasIt() {
    TestImage absurd =
        ImageBuilder.image()
            .layer("FROM x", layer -> layer.file("etc/os-release", "ID=debian"))
            .forgeLayerSize(1, 1L << 50)
            .build();
    assertThat(absurd.layers().getFirst()).isEqualTo(image.layers().getFirst());
    images.add("registry.example.com/attacker/x:1", absurd);
    Evil capped = new Evil(images, null, false);
    Inspection attackers =
        inspect(
            Reference.parse("registry.example.com/attacker/x:1"),
            new Tenant("attacker", capped),
            LONG);
    assertThat(attackers)
        .isInstanceOfSatisfying(Inspected.class, i -> assertThat(i.shortfall()).isNotNull());

    assertRead(inspect(pinned(), new Tenant("bank", capped), LONG));
  }

  @Test
  void damageInOneRepositoryIsNotBelievedOfAnother() {
    Evil evil = new Evil(images, Stage.LAYER, false);
    Reference theirs = Reference.parse("registry.example.com/attacker/x").at(image.digest());
    inspect(theirs, new Tenant("attacker", evil), LONG);

    assertRead(inspect(pinned(), new Tenant("bank", images), LONG));
  }

  @Test
  void sharedLayerIsReadInTheTurnOfWhoeverComesFirst() throws Exception {
    AtomicInteger read = new AtomicInteger();
    ImageSource slow = new SlowLayers(images, Duration.ofMillis(150), read);
    for (int i = 0; i < 100; i++) {
      int number = i;
      String name = "registry.example.com/many/app-" + i + ":1";
      images.add(
          name,
          ImageBuilder.image()
              .layer("COPY one", layer -> layer.file("one", "one" + number))
              .layer("COPY two", layer -> layer.file("two", "two" + number))
              .layer("FROM x", layer -> layer.file("etc/os-release", "ID=debian"))
              .build());
    }
    for (int i = 0; i < 100; i++) {
      Reference name = Reference.parse("registry.example.com/many/app-" + i + ":1");
      threads.execute(() -> inspect(name, new Tenant("many", slow), Duration.ofSeconds(50)));
    }
    awaitFirst(read);
    int before = read.get();

    assertRead(inspect(pinned(), new Tenant("bank", slow), LONG));
    assertThat(read.get() - before).as("layers read meanwhile").isLessThan(20);
  }

  @Test
  void layerIsReadOnceForSeveralTenantsAndRepositories() throws Exception {
    AtomicInteger read = new AtomicInteger();
    ImageSource slow = new SlowLayers(images, Duration.ofMillis(30), read);
    List<String> names =
        List.of(BANK, "registry.example.com/shop/app:1", "registry.example.com/mill/app:1");
    CountDownLatch all = new CountDownLatch(names.size());
    for (String name : names) {
      images.add(name, image);
      threads.execute(
          () -> {
            assertRead(inspect(Reference.parse(name), new Tenant(name, slow), LONG));
            all.countDown();
          });
    }
    all.await();

    assertThat(read).hasValue(image.layers().size());
  }

  @Test
  void forgedTableOfContentsTellsOfNoOtherRegistrysLayer() {
    byte[] tar = LayerBuilder.layer().zeroes("app/large", 50_000).tar();
    ListedLayer honest = ListedLayer.estargz(tar, table -> table);
    ListedLayer lying = ListedLayer.estargz(tar, table -> table.replace("50000", "5"));
    TestImage theirs = ImageBuilder.image().listedLayer("COPY . /app", honest).build();
    images.add("registry.example.com/bank/listed:1", theirs);
    TestSource forging =
        new TestSource()
            .add(
                EVIL,
                ImageBuilder.image()
                    .listedLayer("COPY . /app", lying)
                    .forgeLayerDigest(1, theirs.layers().getFirst())
                    .build())
            .withRanges();
    Inspection early =
        inspect(
            Reference.parse(EVIL),
            new Tenant("attacker", new Evil(forging, Stage.LAYER, true)),
            Duration.ofSeconds(2));
    assertThat(early)
        .isInstanceOfSatisfying(Inspected.class, i -> assertThat(i.shortfall()).isNotNull());

    Inspection found =
        inspect(
            Reference.parse("registry.example.com/bank/listed:1"),
            new Tenant("bank", images),
            LONG);
    assertThat(found)
        .isInstanceOfSatisfying(
            Inspected.class,
            i -> assertThat(i.facts().files().orElseThrow().mismatches()).isEmpty());
  }

  private Reference pinned() {
    return Reference.parse("registry.example.com/bank/app").at(image.digest());
  }

  private Inspection inspect(Reference name, Tenant tenant, Duration time) {
    return inspector
        .inspect(
            new InspectionRequest(
                    name, List.of(), Depth.FILES, Duration.ofHours(1), Deadline.in(time))
                .by(tenant))
        .getFirst();
  }

  private static void assertRead(Inspection found) {
    assertThat(found)
        .isInstanceOfSatisfying(
            Inspected.class,
            i -> {
              assertThat(i.shortfall()).isNull();
              assertThat(i.facts().depth()).isEqualTo(Depth.FILES);
            });
  }

  private static void awaitFirst(AtomicInteger count) throws InterruptedException {
    while (count.get() == 0) {
      Thread.sleep(5);
    }
  }

  /// A registry that from some stage on sends other bytes than it was asked for, or hangs; and
  /// refuses, as registries' clients do, what is said to be too large.
  private final class Evil extends PassingSource {
    private final AtomicInteger asked = new AtomicInteger();
    private final @Nullable Stage stage;
    private final boolean hangs;

    Evil(ImageSource source, @Nullable Stage stage, boolean hangs) {
      super(source);
      this.stage = stage;
      this.hangs = hangs;
    }

    private void fail(Stage now) throws SourceException {
      if (now != stage) {
        return;
      }
      asked.incrementAndGet();
      if (!hangs) {
        throw new SourceException.DigestMismatch("these are other bytes");
      }
      try {
        end.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      throw new SourceException.Unavailable("it never answered");
    }

    @Override
    public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
        throws SourceException {
      fail(Stage.MANIFEST);
      return source.manifest(repository, digest, deadline);
    }

    @Override
    public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
        throws SourceException {
      fail(Stage.CONFIG);
      return source.config(repository, config, deadline);
    }

    @Override
    public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
        throws SourceException {
      fail(Stage.LAYER);
      if (layer.size().isMoreThan(Limits.defaults().compressedLayer())) {
        throw new SourceException.TooLarge("it is said to be " + layer.size());
      }
      return source.layer(repository, layer, deadline);
    }

    @Override
    public Optional<InputStream> range(
        Reference repository, Descriptor layer, long from, long length, Deadline deadline)
        throws SourceException {
      return source.range(repository, layer, from, length, deadline);
    }
  }
}
