package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What probes see of files that stream past.
class FileProbeTest {
  /// 1,000 bytes: 0000 0001 0002 …
  private static final String TEXT =
      Stream.iterate(0, i -> i + 1).limit(250).map("%04d"::formatted).reduce("", String::concat);

  @Test
  void showsTheFrontThePlacesAskedForAndTheEnd() throws SourceException {
    Overlay overlay = read(asking("a", range(0, 8), range(60, 8), range(400, 4), range(996, 99)));
    assertThat(found(overlay, "a"))
        .containsExactly(
            "/app/one 00000001|00150016|0100|0249|", "/two 00000001|00150016|0100|0249|");
  }

  @Test
  void showsSeveralProbesWhatEachWants() throws SourceException {
    Overlay overlay =
        read(
            asking("a", range(0, 4), range(100, 100), range(204, 4)),
            asking("b", range(96, 8), range(196, 12)),
            asking("c", range(150, 20)));
    assertThat(found(overlay, "a").getFirst())
        .isEqualTo("/app/one 0000|" + TEXT.substring(100, 200) + "|0051|");
    assertThat(found(overlay, "b").getFirst()).isEqualTo("/app/one 00240025|004900500051|");
    assertThat(found(overlay, "c").getFirst())
        .isEqualTo("/app/one " + TEXT.substring(150, 170) + "|");
  }

  @Test
  void goesOnAfterAFileThatWasLookedInto() throws SourceException {
    Overlay overlay = read(asking("a", range(700, 4)));
    assertThat(overlay.entries()).isEqualTo(3);
    assertThat(overlay.file("/last").map(Overlay.Found::path)).contains("/last");
  }

  @Test
  void showsNothingThatWasPassedOrIsNotThere() throws SourceException {
    assertThat(found(read(asking("a", range(8, 4), range(4, 4))), "a").getFirst())
        .isEqualTo("/app/one 0002|");
    assertThat(found(read(asking("a", range(1000, 4))), "a")).isEmpty();
    assertThat(found(read(asking("a", range(-4, 4))), "a")).isEmpty();
    assertThat(found(read(asking("a", range(4, -4))), "a")).isEmpty();
    assertThat(found(read(asking("a", range(4, Integer.MAX_VALUE))), "a").getFirst())
        .isEqualTo("/app/one " + TEXT.substring(4) + "|");
  }

  @Test
  void keepsNoMoreThanThereIsRoomFor() throws SourceException {
    Limits limits = Limits.defaults();
    LayerContents layer =
        new LayerReader(limits, KeptFiles.NONE, List.of(hoarding()))
            .read(new ByteArrayInputStream(archive()), "layer", Deadline.in(Duration.ofMinutes(1)));
    assertThat(layer.kept().count()).isZero();
    assertThat(layer.remarks())
        .containsExactly("holds more to be looked into than there is room for; some was not read");
  }

  @Test
  void saysThatThereWasNoRoomHoweverMuchElseThereIsToSay() throws SourceException {
    LayerBuilder archive = LayerBuilder.layer();
    for (int i = 0; i < 30; i++) {
      archive.file("large" + i, TEXT);
    }
    archive.file("one", TEXT);
    LayerContents layer =
        new LayerReader(
                Limits.defaults(), path -> path.startsWith("/large") ? 1 : 0, List.of(hoarding()))
            .read(
                new ByteArrayInputStream(ImageBuilder.gzip(archive.tar())),
                "layer",
                Deadline.in(Duration.ofMinutes(1)));

    assertThat(layer.remarks()).hasSize(22).contains(LayerContents.NO_ROOM, LayerContents.CROWDED);
  }

  private static FileProbe.Range range(long from, int length) {
    return new FileProbe.Range(from, length);
  }

  private static byte[] archive() {
    return ImageBuilder.gzip(
        LayerBuilder.layer().file("app/one", TEXT).file("two", TEXT).file("last", "").tar());
  }

  private static Overlay read(FileProbe... probes) throws SourceException {
    LayerContents layer =
        new LayerReader(Limits.defaults(), KeptFiles.NONE, List.of(probes))
            .read(new ByteArrayInputStream(archive()), "layer", Deadline.in(Duration.ofMinutes(1)));
    return Overlay.of(List.of(layer), Limits.defaults(), Deadline.in(Duration.ofMinutes(1)));
  }

  private static List<String> found(Overlay overlay, String probe) {
    return overlay.found(probe).stream()
        .map(file -> file.path() + " " + new String(file.content(), UTF_8))
        .toList();
  }

  /// A probe that asks for these places one after the other and keeps what it sees.
  private static FileProbe asking(String name, FileProbe.Range... ranges) {
    return new FileProbe() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Look look(String path, long size, byte[] head) {
        Queue<Range> wishes = new ArrayDeque<>(List.of(ranges));
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        return new Look() {
          @Override
          public @Nullable Range next() {
            return wishes.poll();
          }

          @Override
          public void see(byte[] bytes) {
            seen.writeBytes(bytes);
            seen.write('|');
          }

          @Override
          public byte[] found() {
            return seen.toByteArray();
          }
        };
      }
    };
  }

  private static FileProbe hoarding() {
    return new FileProbe() {
      @Override
      public String name() {
        return "hoarder";
      }

      @Override
      public Look look(String path, long size, byte[] head) {
        return new Look() {
          @Override
          public @Nullable Range next() {
            return null;
          }

          @Override
          public void see(byte[] bytes) {}

          @Override
          public byte[] found() {
            return new byte[40 << 20];
          }
        };
      }
    };
  }
}
