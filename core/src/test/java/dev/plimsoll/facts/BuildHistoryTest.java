package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Layers and their instructions, for histories that fit and histories that do not.
class BuildHistoryTest {
  private static final HistoryEntry ADD = new HistoryEntry("ADD rootfs.tar / # buildkit", false);
  private static final HistoryEntry ENV = new HistoryEntry("ENV A=b", true);
  private static final HistoryEntry RUN = new HistoryEntry("RUN /bin/sh -c make", false);

  @Test
  void leavesOutWhatMadeNoLayer() {
    BuildHistory history = history(2, ENV, ADD, ENV, RUN, ENV);
    assertThat(history.instructionOf(1)).contains(new Instruction("ADD rootfs.tar /"));
    assertThat(history.instructionOf(2)).contains(new Instruction("RUN make"));
    assertThat(history.remark()).isEmpty();
  }

  @Test
  void joinsNothingToAHistoryThatIsTooShort() {
    BuildHistory history = history(3, ADD, RUN);
    assertThat(history.instructionOf(1)).isEmpty();
    assertThat(history.instructionOf(3)).isEmpty();
    assertThat(history.remark())
        .contains(
            "the history tells of 2 layers and the image has 3, so no layer can be traced to its"
                + " instruction");
  }

  @Test
  void joinsNothingToAHistoryThatIsTooLong() {
    BuildHistory history = history(1, ADD, RUN);
    assertThat(history.instructionOf(1)).isEmpty();
    assertThat(history.remark()).isPresent();
  }

  @Test
  void saysThatThereIsNone() {
    assertThat(history(2).remark())
        .contains("the image has no history, so no layer can be traced to its instruction");
  }

  @Test
  void hasNothingToSayOfAnEmptyImage() {
    assertThat(history(0, ENV).remark()).isEmpty();
  }

  private static BuildHistory history(int layers, HistoryEntry... entries) {
    List<Digest> diffIds =
        new ArrayList<>(Collections.nCopies(layers, TestImage.digestOf(new byte[0])));
    return new BuildHistory(
        new ImageConfig(
            Platform.LINUX_AMD64,
            "",
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            diffIds,
            List.of(entries)));
  }
}
