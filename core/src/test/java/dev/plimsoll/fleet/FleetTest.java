package dev.plimsoll.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.fleet.Fleet.Consolidation;
import dev.plimsoll.fleet.Fleet.OfBase;
import dev.plimsoll.fleet.Fleet.OfNamespace;
import dev.plimsoll.fleet.Fleet.Sharing;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final FleetLayer DEBIAN = layer(1, 30, true);
  private static final FleetLayer PYTHON = layer(2, 20, true);
  private static final FleetLayer ALPINE = layer(3, 3, true);

  @Test
  void countsALayerOnceForEachPlaceThatHoldsIt() {
    Fleet fleet =
        Fleet.of(
            List.of(
                image(1, "debian", Set.of("shop"), Set.of("n1", "n2"), DEBIAN, layer(11, 5)),
                image(2, "debian", Set.of("shop", "bank"), Set.of("n1"), DEBIAN, layer(12, 7)),
                image(3, "alpine", Set.of("bank"), Set.of("n3"), ALPINE, layer(13, 1))));

    assertThat(fleet.images()).isEqualTo(3);
    assertThat(fleet.layers()).isEqualTo(5);
    assertThat(fleet.imageBytes()).isEqualTo(new Bytes(35 + 37 + 4));
    assertThat(fleet.layerBytes()).isEqualTo(new Bytes(30 + 3 + 5 + 7 + 1));
    assertThat(fleet.sharedBytes()).isEqualTo(new Bytes(30));
    assertThat(fleet.nodes()).isEqualTo(3);
    assertThat(fleet.nodeBytes()).isEqualTo(new Bytes((30 + 5 + 7) + (30 + 5) + 4));
    assertThat(fleet.bases())
        .containsExactly(
            new OfBase("debian", 2, 1, new Bytes(30)), new OfBase("alpine", 1, 1, new Bytes(3)));
    assertThat(fleet.namespaces())
        .containsExactly(
            new OfNamespace("shop", 2, new Bytes(42), new Bytes(5)),
            new OfNamespace("bank", 2, new Bytes(41), new Bytes(4)));
    assertThat(fleet.consolidation()).isEqualTo(new Consolidation("debian", 1, new Bytes(3)));
  }

  @Test
  void tellsBuildsOfOneBaseByTheirLayers() {
    Fleet fleet =
        Fleet.of(
            List.of(
                image(1, "python:3", Set.of("a"), Set.of(), DEBIAN, PYTHON, layer(11, 1)),
                image(2, "python:3", Set.of("a"), Set.of(), DEBIAN, layer(4, 21, true)),
                image(3, "python:3", Set.of("a"), Set.of(), DEBIAN, PYTHON, layer(12, 1)),
                image(4, null, Set.of("a"), Set.of(), ALPINE)));

    assertThat(fleet.bases())
        .extracting(OfBase::name, OfBase::images, OfBase::variants, OfBase::bytes)
        .containsExactly(
            tuple("python:3", 3, 2, new Bytes(71)),
            tuple("unnamed, up to " + ALPINE.digest().abbreviated(), 1, 1, new Bytes(3)));
    assertThat(fleet.consolidation()).isEqualTo(new Consolidation("python:3", 2, new Bytes(24)));
  }

  @Test
  void consolidatesNothingWhereThereIsOneBaseOrNone() {
    assertThat(Fleet.of(List.of()).consolidation()).isNull();
    assertThat(
            Fleet.of(
                    List.of(
                        image(1, "debian", Set.of("a"), Set.of(), DEBIAN, layer(11, 1)),
                        image(2, null, Set.of("a"), Set.of(), layer(12, 1))))
                .consolidation())
        .isNull();
  }

  @Test
  void addsUpLikeAnIndependentCount() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      List<FleetImage> images = new ArrayList<>();
      for (int i = random.nextInt(12); i > 0; i--) {
        List<FleetLayer> layers = new ArrayList<>();
        for (int j = 1 + random.nextInt(5); j > 0; j--) {
          int number = random.nextInt(20);
          layers.add(layer(number, number * 10 + 1));
        }
        images.add(
            new FleetImage(
                digest(1000 + random.nextInt(8)),
                layers,
                null,
                Set.of("ns" + random.nextInt(3)),
                Set.of("node" + random.nextInt(3))));
      }
      Map<Digest, FleetImage> distinct = new HashMap<>();
      images.forEach(image -> distinct.put(image.digest(), image));
      Map<Digest, Long> sizes = new HashMap<>();
      Map<Digest, Set<Digest>> users = new HashMap<>();
      distinct
          .values()
          .forEach(
              image ->
                  image
                      .layers()
                      .forEach(
                          layer -> {
                            sizes.put(layer.digest(), layer.size().count());
                            users
                                .computeIfAbsent(layer.digest(), _ -> new HashSet<>())
                                .add(image.digest());
                          }));
      Fleet fleet = Fleet.of(images);
      assertThat(fleet.layerBytes().count())
          .isEqualTo(sizes.values().stream().mapToLong(Long::longValue).sum());
      assertThat(fleet.sharedBytes().count())
          .isEqualTo(
              sizes.entrySet().stream()
                  .filter(e -> users.getOrDefault(e.getKey(), Set.of()).size() > 1)
                  .mapToLong(Map.Entry::getValue)
                  .sum());
      Map<Digest, Sharing> sharing = Fleet.sharing(distinct.values());
      assertThat(sharing.values().stream().mapToLong(s -> s.own().count()).sum())
          .isEqualTo(fleet.layerBytes().minus(fleet.sharedBytes()).count());
    }
  }

  @Test
  void statesTheTimeOfAPull() {
    assertThat(Fleet.pullTime(new Bytes(12_500_000), 100_000_000)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Fleet.pullTime(Bytes.NONE, 1)).isZero();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Fleet.pullTime(Bytes.NONE, 0));
  }

  private static FleetImage image(
      int number,
      @Nullable String base,
      Set<String> namespaces,
      Set<String> nodes,
      FleetLayer... layers) {
    return new FleetImage(digest(1000 + number), List.of(layers), base, namespaces, nodes);
  }

  private static FleetLayer layer(int number, long size) {
    return layer(number, size, false);
  }

  private static FleetLayer layer(int number, long size, boolean base) {
    return new FleetLayer(digest(number), new Bytes(size), base);
  }

  private static Digest digest(int number) {
    return Digest.parse("sha256:" + "%064x".formatted(number));
  }
}
