package dev.plimsoll.operator.taking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.BaselineSpec;
import dev.plimsoll.api.v1alpha1.BaselineSpec.ImageEntry;
import dev.plimsoll.api.v1alpha1.BaselineSpec.Toleration;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomTest {
  @Test
  void fewImagesAreKeptInFull() {
    List<ImageEntry> few = images(3, 5);

    assertThat(Room.of(few)).isEqualTo(new Room(few, 0));
  }

  @Test
  void manyImagesAreKeptWithoutValuesInTheEnd() {
    Room room = Room.of(images(2000, 20));

    assertThat(room.leftOut()).isZero();
    assertThat(room.entries()).hasSize(2000);
    assertThat(room.entries().getFirst().tolerated()).hasSize(20);
    assertThat(room.entries().getLast().tolerated())
        .containsExactly(new Toleration("*", null, null, null, null, null, null));
    assertThat(size(room)).isLessThan(1_300_000);
  }

  @Test
  void whatFindsNoRoomIsCounted() {
    Room room = Room.of(images(BaselineSpec.IMAGES + 500, 10));

    assertThat(room.entries().size() + room.leftOut()).isEqualTo(BaselineSpec.IMAGES + 500);
    assertThat(room.leftOut()).isGreaterThanOrEqualTo(500);
    assertThat(size(room)).isLessThan(1_300_000);
  }

  private static int size(Room room) {
    return Serialization.asJson(room.entries()).length();
  }

  private static List<ImageEntry> images(int count, int rules) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new ImageEntry(
                    "registry.example.com/team/with-a-long-name/image-" + i + ":1.2.3",
                    "sha256:%064x".formatted(i),
                    IntStream.range(0, rules)
                        .mapToObj(
                            r ->
                                new Toleration(
                                    "rule-" + r,
                                    "something that was found in it, in words",
                                    null,
                                    1_000_000L + r,
                                    "bytes to pull",
                                    null,
                                    null))
                        .toList()))
        .toList();
  }
}
