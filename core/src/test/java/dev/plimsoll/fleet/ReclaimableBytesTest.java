package dev.plimsoll.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Hidden;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReclaimableBytesTest {
  private static final FleetLayer BASE = layer(1, 1_000);

  @Test
  void countsAByteOfASharedLayerOnce() {
    ReclaimableBytes bytes = new ReclaimableBytes();
    for (int i = 0; i < 10; i++) {
      bytes.add(
          List.of(BASE, layer(10 + i, 50)),
          Set.of(group(1, FileClass.COMPILER, 400), group(2, FileClass.COMPILER, 20)));
    }

    assertThat(bytes.total()).isEqualTo(new Bytes(400 + 10 * 20));
  }

  @Test
  void countsALayerOnceWhereverItLiesInAnImage() {
    ReclaimableBytes bytes = new ReclaimableBytes();
    FleetLayer copied = layer(5, 80);
    bytes.add(List.of(BASE, copied), Set.of(group(2, FileClass.COMPILER, 30)));
    bytes.add(List.of(copied), Set.of(group(1, FileClass.COMPILER, 30)));

    assertThat(bytes.total()).isEqualTo(new Bytes(30));
  }

  /// One image still has the files, in the other a later layer hides half of them.
  @Test
  void countsFilesOnceWhateverBecomesOfThemInTheImage() {
    ReclaimableBytes bytes = new ReclaimableBytes();
    bytes.add(List.of(BASE), Set.of(group(1, FileClass.COMPILER, 400)));
    bytes.add(
        List.of(BASE, layer(2, 1)),
        Set.of(
            group(1, FileClass.COMPILER, 150),
            group(1, FileClass.COMPILER, 250, new Hidden(Hidden.How.DELETED, 2))));

    assertThat(bytes.total()).isEqualTo(new Bytes(400));
  }

  @Test
  void keepsApartWhatIsKnownOfNoLayer() {
    ReclaimableBytes bytes = new ReclaimableBytes();
    bytes.addUnplaced(Set.of(group(1, FileClass.COMPILER, 7)));
    bytes.add(
        List.of(BASE), Set.of(group(1, FileClass.COMPILER, 5), group(9, FileClass.COMPILER, 3)));

    assertThat(bytes.total()).isEqualTo(new Bytes(7 + 5 + 3));
  }

  @Property(tries = 300)
  void isFreeOfOrderAndNeverMoreThanTheLayersThereAre(@ForAll @LongRange(min = 0) long seed) {
    Random random = new Random(seed);
    List<FleetLayer> layers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      layers.add(layer(i, random.nextInt(500)));
    }
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      images.add(Image.of(layers, random));
    }

    Bytes total = total(images);
    Collections.shuffle(images, random);

    assertThat(total(images)).as("in any order").isEqualTo(total);
    assertThat(total(images).count()).as("unique layers").isLessThanOrEqualTo(unique(images));
    List<Image> twice = new ArrayList<>(images);
    twice.addAll(images);
    assertThat(total(twice)).as("images that run twice").isEqualTo(total);
    assertThat(total(images.subList(1, images.size())).count())
        .as("with one image fewer")
        .isLessThanOrEqualTo(total.count());
    for (Image image : images) {
      assertThat(total(List.of(image)).count())
          .as("of one alone")
          .isLessThanOrEqualTo(total.count());
    }
  }

  private record Image(List<FleetLayer> layers, Set<FileGroup> groups) {
    /// Some of the layers in some order, and some groups of files in them.
    static Image of(List<FleetLayer> all, Random random) {
      List<FleetLayer> layers = new ArrayList<>(all);
      Collections.shuffle(layers, random);
      layers = layers.subList(0, 1 + random.nextInt(all.size()));
      Set<FileGroup> groups = new HashSet<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        FileClass[] classes = FileClass.values();
        groups.add(
            group(
                1 + random.nextInt(layers.size()),
                classes[random.nextInt(classes.length)],
                random.nextInt(400)));
      }
      return new Image(layers, groups);
    }
  }

  private static Bytes total(List<Image> images) {
    ReclaimableBytes bytes = new ReclaimableBytes();
    images.forEach(image -> bytes.add(image.layers, image.groups));
    return bytes.total();
  }

  private static long unique(List<Image> images) {
    Map<Digest, Long> sizes = new HashMap<>();
    images.forEach(
        image -> image.layers.forEach(layer -> sizes.put(layer.digest(), layer.size().count())));
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static FileGroup group(int layer, FileClass fileClass, long bytes) {
    return group(layer, fileClass, bytes, null);
  }

  private static FileGroup group(
      int layer, FileClass fileClass, long bytes, @Nullable Hidden hidden) {
    return new FileGroup(
        layer, null, fileClass, hidden, 1, new Bytes(bytes * 3), new Bytes(bytes), List.of());
  }

  private static FleetLayer layer(int number, long size) {
    return new FleetLayer(Digest.parse("sha256:%064x".formatted(number)), new Bytes(size), false);
  }
}
