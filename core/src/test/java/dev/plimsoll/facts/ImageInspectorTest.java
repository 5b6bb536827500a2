package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.ListedLayer;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From a reference to facts: depth, caches, platforms, time, failures.
@Timeout(60)
class ImageInspectorTest {
  private static final String NAME = "registry.example.com/shop/cart:1";
  private static final Platform ARM = Platform.parse("linux/arm64/v8");

  private final TestSource images = new TestSource();
  private final Gate source = new Gate(images);
  private final ImageInspector inspector = new ImageInspector(source, Limits.defaults());

  @AfterEach
  void close() {
    source.open.countDown();
    inspector.close();
  }

  @Test
  void readsNoLayersForConfigDepth() {
    TestImage image = debian().user("app").build();
    images.add(NAME, image);
    Facts facts = inspected(ask(NAME, Depth.CONFIG)).facts();
    assertThat(facts.depth()).isEqualTo(Depth.CONFIG);
    assertThat(facts.digest()).isEqualTo(image.digest());
    assertThat(facts.config().user()).isEqualTo("app");
    assertThat(facts.layers()).extracting(Layer::number).containsExactly(1, 2);
    assertThat(facts.layer(2).instruction()).isEqualTo(new Instruction("RUN make"));
    assertThat(facts.pullSize())
        .isEqualTo(new Bytes(image.layer(1).length + (long) image.layer(2).length));
    assertThat(images.reads(image.layers().getFirst())).isZero();
    assertThat(facts.base()).isEqualTo(BaseImage.UNREAD);
    assertThat(facts.base().originOf(1)).isEqualTo(Origin.UNKNOWN);
  }

  @Test
  void readsTheFilesOfALayer() {
    TestImage image = debian().build();
    images.add(NAME, image);
    Inspected inspected = inspected(ask(NAME, Depth.FILES));
    FileFacts files = inspected.facts().files().orElseThrow();
    assertThat(inspected.shortfall()).isNull();
    assertThat(files.operatingSystem()).isNotNull();
    assertThat(files.remarks()).isEmpty();
    assertThat(files.groups())
        .filteredOn(group -> group.fileClass() == FileClass.COMPILER)
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.layer()).isEqualTo(2);
              assertThat(group.disk()).isEqualTo(new Bytes(40_000));
              assertThat(group.pull().count()).isBetween(39_200L, 40_300L);
            });
    BaseImage base = inspected.facts().base();
    assertThat(base).isEqualTo(new BaseImage(Evidence.OPERATING_SYSTEM, 1, null));
    assertThat(base.originOf(1)).isEqualTo(Origin.BASE);
    assertThat(base.originOf(2)).isEqualTo(Origin.ABOVE_KNOWN_BASE);
  }

  @Test
  void readsEachThingOnce() {
    TestImage image = debian().build();
    images.add(NAME, image);
    ask(NAME, Depth.FILES);
    ask(NAME, Depth.FILES);
    ask(NAME, Depth.CONFIG);
    assertThat(images.reads(image.digest())).isEqualTo(1);
    assertThat(images.reads(image.config())).isEqualTo(1);
    assertThat(images.reads(image.layers().getFirst())).isEqualTo(1);
    assertThat(images.reads(image.layers().get(1))).isEqualTo(1);
  }

  @Test
  void readsLayersThatImagesShareOnce() {
    TestImage one = debian().build();
    TestImage other = debian().layer("COPY . /app", l -> l.file("app/x", "x")).build();
    images.add(NAME, one).add("registry.example.com/shop/till:1", other);
    ask(NAME, Depth.FILES);
    ask("registry.example.com/shop/till:1", Depth.FILES);
    assertThat(images.reads(one.layers().getFirst())).isEqualTo(1);
    assertThat(images.reads(other.layers().get(2))).isEqualTo(1);
  }

  @Test
  void readsOnceForManyWhoAskAtOnce() throws Exception {
    TestImage image = debian().build();
    images.add(NAME, image);
    source.hold();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<List<Inspection>> question = () -> ask(NAME, Depth.FILES);
      List<Future<List<Inspection>>> answers =
          IntStream.range(0, 50).mapToObj(_ -> callers.submit(question)).toList();
      source.open.countDown();
      for (Future<List<Inspection>> answer : answers) {
        assertThat(inspected(answer.get()).facts().depth()).isEqualTo(Depth.FILES);
      }
    }
    assertThat(images.reads(image.layers().getFirst())).isEqualTo(1);
    assertThat(images.reads(image.config())).isEqualTo(1);
  }

  @Test
  void answersByTablesOfContentsAsLongAsLayersAreRead() {
    byte[] tar = LayerBuilder.layer().zeroes("app/large", 5_000_000).tar();
    TestImage image =
        ImageBuilder.image()
            .listedLayer("COPY . /app", ListedLayer.estargz(tar, table -> table))
            .listedLayer("COPY . /app", ListedLayer.chunked(tar, table -> table))
            .build();
    images.add(NAME, image).withRanges();
    source.hold();
    Inspected early =
        inspected(inspector.inspect(request(NAME, Depth.FILES, List.of(), Duration.ofSeconds(2))));
    assertThat(early.isProvisional()).isTrue();
    assertThat(early.facts().files().orElseThrow().diskSize()).isEqualTo(new Bytes(10_000_000));
    assertThat(early.facts().files().orElseThrow().remarks())
        .anyMatch(remark -> remark.contains("their own tables of contents list them"));
    assertThat(images.ranges()).isLessThanOrEqualTo(4);
    assertThat(images.reads(image.layers().getFirst())).isZero();
    source.open.countDown();
    Inspected late = inspected(ask(NAME, Depth.FILES));
    assertThat(late.isProvisional()).isFalse();
    assertThat(late.facts().files().orElseThrow().remarks())
        .noneMatch(remark -> remark.contains("table"));
    assertThat(late.facts().files().orElseThrow().mismatches()).isEmpty();
  }

  @Test
  void saysWhereATableOfContentsLied() {
    byte[] tar = LayerBuilder.layer().zeroes("app/large", 5_000_000).tar();
    ListedLayer lying = ListedLayer.estargz(tar, table -> table.replace("5000000", "5"));
    images.add(NAME, ImageBuilder.image().listedLayer("COPY . /app", lying).build()).withRanges();
    source.hold();
    Inspected early =
        inspected(inspector.inspect(request(NAME, Depth.FILES, List.of(), Duration.ofSeconds(2))));
    assertThat(early.facts().files().orElseThrow().diskSize()).isEqualTo(new Bytes(5));
    source.open.countDown();
    Inspected late = inspected(ask(NAME, Depth.FILES));
    assertThat(late.facts().files().orElseThrow().remarks())
        .anyMatch(remark -> remark.startsWith("layer 1: its table of contents lists 1 entries"));
    assertThat(late.facts().files().orElseThrow().mismatches())
        .containsExactly(new LayerMismatch(1, 1, "/app/large"));
  }

  @Test
  void answersInTimeAndGoesOnReading() {
    TestImage image = debian().build();
    images.add(NAME, image);
    source.hold();
    Inspected early =
        inspected(inspector.inspect(request(NAME, Depth.FILES, List.of(), Duration.ofMillis(300))));
    assertThat(early.facts().depth()).isEqualTo(Depth.CONFIG);
    assertThat(early.shortfall())
        .isEqualTo(
            new Unknown(
                Cause.SCAN_PENDING,
                "the files of " + NAME + " are still being read; try again in a moment"));
    source.open.countDown();
    assertThat(inspected(ask(NAME, Depth.FILES)).facts().depth()).isEqualTo(Depth.FILES);
    assertThat(images.reads(image.layers().getFirst())).isEqualTo(1);
  }

  @Test
  void asksForATagAgainOnceItIsTooOld() {
    TestImage old = debian().build();
    TestImage fresh = debian().user("app").build();
    images.add(NAME, old);
    ask(NAME, Depth.CONFIG);
    images.add(NAME, fresh);
    InspectionRequest fromMemory =
        new InspectionRequest(
            Reference.parse(NAME), List.of(), Depth.CONFIG, Duration.ofHours(1), soon());
    assertThat(inspected(inspector.inspect(fromMemory)).facts().digest()).isEqualTo(old.digest());
    assertThat(inspected(ask(NAME, Depth.CONFIG)).facts().digest()).isEqualTo(fresh.digest());
    assertThat(inspected(inspector.inspect(fromMemory)).facts().digest()).isEqualTo(fresh.digest());
  }

  @Test
  void findsAnImageThatWasMissingBefore() {
    Uninspectable missing = uninspectable(ask(NAME, Depth.FILES));
    assertThat(missing.why().cause()).isEqualTo(Cause.NOT_FOUND);
    images.add(NAME, debian().build());
    assertThat(ask(NAME, Depth.FILES).getFirst()).isInstanceOf(Inspected.class);
  }

  @Test
  void judgesThePlatformsWanted() {
    TestImage amd = debian().build();
    TestImage arm = debian().platform(ARM).build();
    images.add(NAME, TestImage.indexOf(amd, arm));
    assertThat(platforms(List.of(Platform.LINUX_AMD64))).containsExactly(Platform.LINUX_AMD64);
    assertThat(platforms(List.of(ARM))).containsExactly(ARM);
    assertThat(platforms(List.of(Platform.parse("linux/arm64")))).containsExactly(ARM);
    assertThat(platforms(List.of())).containsExactly(Platform.LINUX_AMD64, ARM);
  }

  @Test
  void othersMayKnowAnImageByItsConfigAndByAnIndexOfWhichNoOtherImageIsJudged() {
    TestImage amd = debian().build();
    TestImage index = TestImage.indexOf(amd, debian().platform(ARM).build());
    images.add(NAME, index);

    platforms(List.of());
    assertThat(inspector.aliasesOf(amd.digest())).containsExactly(amd.digest(), amd.config());

    platforms(List.of(Platform.LINUX_AMD64));
    assertThat(inspector.aliasesOf(amd.digest()))
        .containsExactly(amd.digest(), amd.config(), index.digest());
    assertThat(inspector.aliasesOf(index.digest())).containsExactly(index.digest());
  }

  @Test
  void judgesAllThereAreWhereNoneIsWanted() {
    TestImage amd = debian().build();
    images.add(NAME, TestImage.indexOf(amd, debian().platform(ARM).build()));
    assertThat(platforms(List.of(Platform.parse("linux/s390x"))))
        .containsExactly(Platform.LINUX_AMD64, ARM);
  }

  @Test
  void judgesNoAttestations() {
    TestImage attestation =
        ImageBuilder.image()
            .platform(Platform.parse("unknown/unknown"))
            .configMediaType("application/vnd.in-toto+json")
            .build();
    images.add(NAME, TestImage.indexOf(debian().build(), attestation));
    assertThat(platforms(List.of())).containsExactly(Platform.LINUX_AMD64);
  }

  /// Runtimes take these names for linux/amd64, and what names no system for their own.
  @ParameterizedTest
  @ValueSource(strings = {"Linux/x86_64", "linux/AMD64", "linux/x86-64/v1"})
  void judgesWhateverANodeWouldTakeForItsOwn(String platform) {
    Platform other = Platform.parse(platform);
    images.add(NAME, TestImage.indexOf(debian().platform(other).build(), debian().build()));
    assertThat(platforms(List.of(Platform.LINUX_AMD64)))
        .containsExactly(other, Platform.LINUX_AMD64);
  }

  @Test
  void judgesWhatALaterProcessorRunsToo() {
    Platform six = Platform.parse("linux/arm/v6");
    images.add(NAME, TestImage.indexOf(debian().platform(six).build(), debian().build()));
    assertThat(platforms(List.of(Platform.parse("linux/arm/v7")))).containsExactly(six);
    assertThat(platforms(List.of(Platform.parse("linux/arm/v5"))))
        .as("none for it, so all")
        .hasSize(2);
  }

  @Test
  void refusesAnIndexOfNothing() {
    TestImage attestation =
        ImageBuilder.image().platform(Platform.parse("unknown/unknown")).build();
    images.add(NAME, TestImage.indexOf(attestation));
    assertThat(uninspectable(ask(NAME, Depth.CONFIG)).why().detail())
        .contains("an index of 0 images");
  }

  @Test
  void tellsTheBaseAnewWhenKnownBasesChange() {
    TestImage image =
        debian().annotation("org.opencontainers.image.base.name", "debian:12").build();
    images.add(NAME, image);
    assertThat(inspected(ask(NAME, Depth.CONFIG)).facts().base())
        .isEqualTo(new BaseImage(Evidence.ANNOTATION, 0, "debian:12"));
    Facts facts = inspected(ask(NAME, Depth.FILES)).facts();
    assertThat(facts.base()).isEqualTo(new BaseImage(Evidence.ANNOTATION, 1, "debian:12"));
    List<Digest> diffIds = facts.config().diffIds();
    inspector.setKnownBases(
        new KnownBases(
            List.of(
                new KnownBases.Base("lower", diffIds.subList(0, 1)),
                new KnownBases.Base("upper", diffIds),
                new KnownBases.Base("another", List.of(image.digest())))));
    assertThat(inspected(ask(NAME, Depth.FILES)).facts().base())
        .isEqualTo(
            new BaseImage(
                Evidence.LAYERS,
                2,
                "upper",
                List.of(
                    new BaseImage.Known("upper", 2, null), new BaseImage.Known("lower", 1, null))));
  }

  @Test
  void knowsTheConfigThoughALayerIsBroken() {
    TestImage image =
        debian()
            .storedLayer(
                "COPY x /",
                "application/vnd.oci.image.layer.v1.tar+gzip",
                new byte[] {1, 2, 3},
                TestImage.digestOf(new byte[0]))
            .build();
    images.add(NAME, image);
    Inspected inspected = inspected(ask(NAME, Depth.FILES));
    assertThat(inspected.facts().depth()).isEqualTo(Depth.CONFIG);
    assertThat(inspected.shortfall()).isNotNull();
    assertThat(inspected.shortfall().cause()).isEqualTo(Cause.UNREADABLE);
    assertThat(inspected.shortfall().detail())
        .contains(image.layers().get(2).abbreviated())
        .contains("registry.example.com/shop/cart");
  }

  @Test
  void refusesALayerThatIsNotWhatTheConfigSays() {
    Digest other = TestImage.digestOf(new byte[] {1});
    images.add(NAME, debian().forgeDiffId(2, other).build());
    Inspected inspected = inspected(ask(NAME, Depth.FILES));
    assertThat(inspected.shortfall()).isNotNull();
    assertThat(inspected.shortfall().cause()).isEqualTo(Cause.UNREADABLE);
    assertThat(inspected.shortfall().detail())
        .startsWith("layer 2 of ")
        .contains("not what its config says")
        .contains(other.abbreviated());
  }

  @Test
  void refusesAForgedLayer() {
    images.add(NAME, debian().forgeLayerDigest(1, TestImage.digestOf(new byte[] {1})).build());
    Inspected inspected = inspected(ask(NAME, Depth.FILES));
    assertThat(inspected.shortfall()).isNotNull();
    assertThat(inspected.shortfall().cause()).isEqualTo(Cause.UNREADABLE);
  }

  @Test
  void saysWhatARegistryThatHangsMeans() {
    images.add(NAME, debian().build());
    source.holdAll();
    long start = System.nanoTime();
    Uninspectable late =
        uninspectable(
            inspector.inspect(request(NAME, Depth.CONFIG, List.of(), Duration.ofMillis(300))));
    assertThat(late.why().cause()).isEqualTo(Cause.UNREACHABLE);
    assertThat(late.why().detail()).startsWith("registry.example.com did not answer for " + NAME);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void remarksOnAHistoryThatDoesNotFit() {
    images.add(NAME, debian().withoutHistory().build());
    Facts facts = inspected(ask(NAME, Depth.FILES)).facts();
    assertThat(facts.layer(1).instruction()).isNull();
    assertThat(facts.files().orElseThrow().remarks())
        .containsExactly("the image has no history, so no layer can be traced to its instruction");
  }

  private static ImageBuilder debian() {
    return ImageBuilder.image()
        .layer(
            "ADD rootfs.tar / # buildkit",
            l ->
                l.file("usr/lib/os-release", "ID=debian\n")
                    .symlink("etc/os-release", "../usr/lib/os-release"))
        .emptyLayer("CMD [\"bash\"]")
        .layer("RUN /bin/sh -c make # buildkit", l -> l.noise("usr/bin/gcc", 40_000));
  }

  private List<Inspection> ask(String name, Depth depth) {
    return inspector.inspect(request(name, depth, List.of(), Duration.ofSeconds(30)));
  }

  private List<Platform> platforms(List<Platform> wanted) {
    return inspector.inspect(request(NAME, Depth.FILES, wanted, Duration.ofSeconds(30))).stream()
        .map(inspection -> ((Inspected) inspection).facts().platform())
        .toList();
  }

  private static InspectionRequest request(
      String name, Depth depth, List<Platform> platforms, Duration time) {
    return new InspectionRequest(
        Reference.parse(name), platforms, depth, Duration.ZERO, Deadline.in(time));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(30));
  }

  private static Inspected inspected(List<Inspection> inspections) {
    assertThat(inspections).singleElement().isInstanceOf(Inspected.class);
    return (Inspected) inspections.getFirst();
  }

  private static Uninspectable uninspectable(List<Inspection> inspections) {
    assertThat(inspections).singleElement().isInstanceOf(Uninspectable.class);
    return (Uninspectable) inspections.getFirst();
  }

  /// A source that hangs while it is held: its layers, or all of it.
  private static final class Gate implements ImageSource {
    private final ImageSource behind;
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile boolean all;

    Gate(ImageSource behind) {
      this.behind = behind;
    }

    void hold() {
      open = new CountDownLatch(1);
    }

    void holdAll() {
      hold();
      all = true;
    }

    @Override
    public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
      waitWhereAllIsHeld();
      return behind.resolve(reference, deadline);
    }

    @Override
    public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
        throws SourceException {
      waitWhereAllIsHeld();
      return behind.manifest(repository, digest, deadline);
    }

    @Override
    public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
        throws SourceException {
      return behind.config(repository, config, deadline);
    }

    @Override
    public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
        throws SourceException {
      await();
      return behind.layer(repository, layer, deadline);
    }

    @Override
    public Optional<InputStream> range(
        Reference repository, Descriptor layer, long from, long length, Deadline deadline)
        throws SourceException {
      return behind.range(repository, layer, from, length, deadline);
    }

    private void waitWhereAllIsHeld() throws SourceException {
      if (all) {
        await();
      }
    }

    private void await() throws SourceException {
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new SourceException.Unavailable("interrupted", e);
      }
    }
  }
}
