package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.ListedLayer;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// From a reference to facts: depth, caches, platforms, time, failures.
@Timeout(60)
class ImageInspectorTest extends InspectedImages {
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
    Inspected early = early();
    assertThat(early.shortfall()).isNotNull();
    assertThat(early.facts().files().orElseThrow().diskSize()).isEqualTo(new Bytes(10_000_000));
    assertThat(early.facts().files().orElseThrow().remarks())
        .anyMatch(remark -> remark.contains("their own tables of contents list them"));
    assertThat(images.ranges()).isLessThanOrEqualTo(4);
    assertThat(images.reads(image.layers().getFirst())).isZero();
    source.open.countDown();
    Inspected late = inspected(ask(NAME, Depth.FILES));
    assertThat(late.shortfall()).isNull();
    assertThat(late.facts().files().orElseThrow().remarks())
        .noneMatch(remark -> remark.contains("table"));
    assertThat(late.facts().files().orElseThrow().mismatches()).isEmpty();
  }

  @Test
  void answersInTimeAndGoesOnReading() {
    TestImage image = debian().build();
    images.add(NAME, image);
    ask(NAME, Depth.CONFIG);
    source.hold();
    Reference pinned = Reference.parse(NAME).at(image.digest());
    Inspected early =
        inspected(
            inspector.inspect(
                request(pinned.toString(), Depth.FILES, List.of(), Duration.ofMillis(300))));
    assertThat(early.facts().depth()).isEqualTo(Depth.CONFIG);
    assertThat(early.shortfall())
        .isEqualTo(
            new Unknown(
                Cause.SCAN_PENDING,
                "the files of " + pinned + " are still being read; try again in a moment"));
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

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(30));
  }
}
