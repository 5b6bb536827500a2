package dev.plimsoll.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.ListedLayer;
import dev.plimsoll.image.ListedLayer.Forgery;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Layers that carry tables of contents: what is read of them, and what of lies.
class TableOfContentsTest {
  private static final byte[] TAR =
      LayerBuilder.layer()
          .directory("a")
          .file("a/text", "plimsoll ".repeat(5_000))
          .noise("a/noise", 100_000)
          .file("a/empty", "")
          .symlink("a/link", "text")
          .hardLink("a/again", "a/text")
          .whiteout("b/gone")
          .opaque("c")
          .file("d/".repeat(80) + "deep", "x")
          .mode(04755)
          .owner(1000, 1000)
          .tar();

  private final List<Long> asked = new ArrayList<>();

  enum Format {
    ESTARGZ,
    CHUNKED;

    ListedLayer of(Forgery forgery) {
      return this == ESTARGZ
          ? ListedLayer.estargz(TAR, forgery)
          : ListedLayer.chunked(TAR, forgery);
    }
  }

  @ParameterizedTest
  @EnumSource
  void listsWhatTheLayerHolds(Format format) throws SourceException {
    ListedLayer layer = format.of(table -> table);
    LayerContents read = Layers.read(layer.stored(), KeptFiles.NONE);
    LayerContents listed = list(layer).orElseThrow();
    assertThat(LayerReaderTest.paths(read)).containsAll(LayerReaderTest.paths(listed));
    assertThat(listed.entries()).isEqualTo(9);
    assertThat(read.diffId()).isEqualTo(layer.diffId());
    assertThat(listed.diffId()).isEqualTo(layer.diffId());
    assertThat(listed.disagreementWith(read)).isEmpty();
    assertThat(asked).hasSizeLessThanOrEqualTo(2);
    assertThat(asked.stream().mapToLong(Long::longValue).sum()).isLessThan(3_000);
    EntryTable table = listed.table();
    assertThat(table.pull(2)).as("noise").isBetween(100_000L, 102_000L);
    long pulls = IntStream.range(0, table.size()).mapToLong(table::pull).sum();
    assertThat(pulls).isLessThanOrEqualTo(layer.stored().length);
  }

  @ParameterizedTest
  @EnumSource
  void saysWhereTheTableLies(Format format) throws SourceException {
    ListedLayer layer = format.of(table -> table.replace("\"size\":100000", "\"size\":100"));
    LayerContents read = Layers.read(layer.stored(), KeptFiles.NONE);
    Disagreement lie = list(layer).orElseThrow().disagreementWith(read).orElseThrow();
    assertThat(lie).isEqualTo(new Disagreement(1, "/a/noise"));
    assertThat(lie.sentence()).contains("lists 1 entries").contains("/a/noise");
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatTheTableHides(Format format) throws SourceException {
    ListedLayer layer = format.of(table -> table.replace("a/text", "a/tale"));
    LayerContents read = Layers.read(layer.stored(), KeptFiles.NONE);
    Disagreement lie = list(layer).orElseThrow().disagreementWith(read).orElseThrow();
    assertThat(lie).isEqualTo(new Disagreement(3, "/a/again"));
  }

  @ParameterizedTest
  @EnumSource
  void refusesATableThatTheManifestDoesNotName(Format format) {
    ListedLayer one = format.of(table -> table);
    ListedLayer other = format.of(table -> table.replace("100000", "100001"));
    Map<String, String> annotations = new java.util.HashMap<>(one.annotations());
    other
        .annotations()
        .forEach(
            (name, value) -> {
              if (name.endsWith("digest") || name.endsWith("checksum")) {
                annotations.put(name, value);
              }
            });
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> list(one.stored(), one, annotations))
        .withMessageContaining("is not the one that the manifest names");
  }

  @ParameterizedTest
  @EnumSource
  void refusesTablesThatAreNone(Format format) {
    for (Forgery forgery :
        List.<Forgery>of(
            _ -> "{}",
            _ -> "[]",
            _ -> "no json",
            _ -> "{\"entries\": [7]}",
            table -> table.substring(0, table.length() / 2),
            table -> table.replace("\"size\":100000", "\"size\":-1"),
            table -> table.replace("\"size\":100000", "\"size\":99999999999999999999"),
            table -> table.replace("\"size\":100000", "\"size\":\"all\""))) {
      assertThatExceptionOfType(SourceException.Malformed.class)
          .isThrownBy(() -> list(format.of(forgery)))
          .withMessageContaining("is not as specified");
    }
  }

  @Test
  void refusesFootersThatPointElsewhere() {
    ListedLayer layer = Format.ESTARGZ.of(table -> table);
    for (int at : new int[] {12, 14, 18, 30, 35}) {
      byte[] stored = layer.stored().clone();
      stored[stored.length - 51 + at] ^= 0x11;
      assertThatExceptionOfType(SourceException.class)
          .as("byte " + at)
          .isThrownBy(() -> list(stored, layer, layer.annotations()));
    }
  }

  @Test
  void asksNothingOfLayersWithoutATable() throws SourceException {
    ListedLayer layer = Format.ESTARGZ.of(table -> table);
    assertThat(list(layer.stored(), layer, Map.of())).isEmpty();
    assertThat(
            list(layer.stored(), layer, Map.of("containerd.io/snapshot/stargz/toc.digest", "none")))
        .isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void refusesMoreEntriesThanAreRead() {
    ListedLayer layer = Format.ESTARGZ.of(table -> table);
    Limits few =
        new Limits(Bytes.ofMebi(1), Bytes.ofMebi(1), Bytes.ofMebi(1), Bytes.ofMebi(1), 8, 300, 10);
    assertThatExceptionOfType(SourceException.TooLarge.class)
        .isThrownBy(() -> list(layer.stored(), layer, layer.annotations(), few))
        .withMessageContaining("more than the 8 entries");
  }

  private Optional<LayerContents> list(ListedLayer layer) throws SourceException {
    return list(layer.stored(), layer, layer.annotations());
  }

  private Optional<LayerContents> list(
      byte[] stored, ListedLayer layer, Map<String, String> annotations) throws SourceException {
    return list(stored, layer, annotations, Limits.defaults());
  }

  private Optional<LayerContents> list(
      byte[] stored, ListedLayer layer, Map<String, String> annotations, Limits limits)
      throws SourceException {
    Descriptor descriptor =
        new Descriptor(
            layer.mediaType(),
            TestImage.digestOf(stored),
            new Bytes(stored.length),
            null,
            annotations);
    return new LayerReader(limits, KeptFiles.NONE)
        .list(
            descriptor,
            layer.diffId(),
            (from, length) -> part(stored, from, length),
            "layer 1",
            Deadline.in(Duration.ofMinutes(1)));
  }

  private Optional<InputStream> part(byte[] stored, long from, long length) {
    asked.add(length);
    return Optional.of(new ByteArrayInputStream(stored, (int) from, (int) length));
  }
}
