package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Layers as they are stored: compression, positions, digests, the small files that are kept.
class LayerReaderTest {
  private static final LayerBuilder LAYER =
      LayerBuilder.layer()
          .directory("a")
          .file("a/text", "plimsoll ".repeat(5_000))
          .noise("a/noise", 100_000)
          .zeroes("a/zeroes", 1_000_000)
          .file("a/empty", "")
          .symlink("a/link", "text")
          .file("d/".repeat(80) + "deep", "x");

  @Test
  void countsEveryStoredByteOnce() throws SourceException {
    byte[] tar = LAYER.tar();
    byte[] stored = ImageBuilder.gzip(tar);
    LayerContents layer = Layers.read(stored, KeptFiles.NONE);
    EntryTable table = layer.table();
    long ofEntries = IntStream.range(0, table.size()).mapToLong(table::pull).sum();
    assertThat(layer.stored()).isEqualTo(new Bytes(stored.length));
    assertThat(layer.archive()).isEqualTo(new Bytes(tar.length));
    assertThat(ofEntries + layer.overhead().count()).isEqualTo(stored.length);
    assertThat(layer.overhead().count()).isBetween(1L, 100L);
    assertThat(layer.diffId()).isEqualTo(TestImage.digestOf(tar));
  }

  @Test
  void givesEachEntryTheStoredBytesItTakesUp() throws SourceException {
    EntryTable table = Layers.read(ImageBuilder.gzip(LAYER.tar()), KeptFiles.NONE).table();
    long slice = 2048; // what inflates ahead knows its position at the ends of slices
    assertThat(table.pull(1)).as("text that repeats").isBetween(100L, 600L + slice);
    assertThat(table.pull(2)).as("noise").isBetween(100_000L - slice, 100_500L + slice);
    assertThat(table.pull(3)).as("zeroes").isBetween(900L - slice, 1_500L + slice);
    assertThat(table.pull(1) + table.pull(2) + table.pull(3)).isBetween(101_000L, 102_600L);
  }

  @Test
  void readsZstdAsItReadsGzip() throws SourceException {
    byte[] tar = LAYER.tar();
    byte[] stored = Zstd.compress(tar);
    LayerContents layer = Layers.read(stored, KeptFiles.NONE);
    EntryTable table = layer.table();
    long ofEntries = IntStream.range(0, table.size()).mapToLong(table::pull).sum();
    assertThat(paths(layer)).isEqualTo(paths(Layers.read(ImageBuilder.gzip(tar), KeptFiles.NONE)));
    assertThat(layer.diffId()).isEqualTo(TestImage.digestOf(tar));
    assertThat(layer.stored()).isEqualTo(new Bytes(stored.length));
    assertThat(ofEntries + layer.overhead().count()).isEqualTo(stored.length);
    long block = 1 << 17; // within a block of so many unpacked bytes it is by proportion
    assertThat(table.pull(2)).as("noise").isBetween(100_000 - block, 100_500 + block);
  }

  @Test
  void takesPositionsOfPlainArchivesAsTheyAre() throws SourceException {
    byte[] tar = LAYER.tar();
    LayerContents layer = Layers.read(tar, KeptFiles.NONE);
    assertThat(layer.stored()).isEqualTo(new Bytes(tar.length));
    assertThat(layer.table().pull(2)).isEqualTo(512 + 100_352);
    assertThat(layer.overhead()).isEqualTo(new Bytes(1024));
    assertThat(layer.diffId()).isEqualTo(TestImage.digestOf(tar));
  }

  /// As bgzip and eStargz write: many members, here of lengths that fit no block.
  @Test
  void readsManyGzipMembersAsOneArchive() throws SourceException {
    byte[] tar = LAYER.tar();
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int from = 0; from < tar.length; from += 777) {
      members.writeBytes(
          ImageBuilder.gzip(Arrays.copyOfRange(tar, from, Math.min(tar.length, from + 777))));
    }
    LayerContents layer = Layers.read(members.toByteArray(), KeptFiles.NONE);
    assertThat(paths(layer)).isEqualTo(paths(Layers.read(ImageBuilder.gzip(tar), KeptFiles.NONE)));
    assertThat(layer.diffId()).isEqualTo(TestImage.digestOf(tar));
    assertThat(layer.stored()).isEqualTo(new Bytes(members.size()));
  }

  @Test
  void forgivesZeroesAfterTheLastMember() throws SourceException {
    byte[] stored = ImageBuilder.gzip(LAYER.tar());
    LayerContents layer = Layers.read(Arrays.copyOf(stored, stored.length + 600), KeptFiles.NONE);
    assertThat(layer.entries()).isEqualTo(7);
    assertThat(layer.stored()).isEqualTo(new Bytes(stored.length + 600L));
  }

  @Test
  void readsAnEmptyArchive() throws SourceException {
    LayerContents layer =
        Layers.read(ImageBuilder.gzip(LayerBuilder.layer().tar()), KeptFiles.NONE);
    assertThat(layer.entries()).isZero();
    assertThat(layer.archive()).isEqualTo(new Bytes(1024));
  }

  @Test
  void keepsTheSmallFilesAskedFor() throws SourceException {
    byte[] tar =
        LayerBuilder.layer().file("etc/passwd", "root:x:0:0").file("etc/shadow", "root:*").tar();
    LayerContents layer = Layers.read(tar, path -> path.equals("/etc/passwd") ? 100 : 0);
    assertThat(layer.table().contents()).containsOnlyKeys(0);
    assertThat(layer.table().contents().get(0)).asString(UTF_8).isEqualTo("root:x:0:0");
    assertThat(layer.remarks()).isEmpty();
  }

  @Test
  void saysWhichFilesWereTooLargeToKeep() throws SourceException {
    byte[] tar = LayerBuilder.layer().zeroes("etc/passwd", 2048).tar();
    LayerContents layer = Layers.read(tar, _ -> 100);
    assertThat(layer.table().contents()).isEmpty();
    assertThat(layer.remarks())
        .containsExactly("has a /etc/passwd of 2.0 KiB, too large to be read");
  }

  @Test
  void tellsScriptsFromPrograms() throws SourceException {
    byte[] tar =
        LayerBuilder.layer()
            .file("script", "#!/bin/sh\n")
            .file("program", "\177ELF")
            .file("one", "#")
            .tar();
    EntryTable table = Layers.read(tar, KeptFiles.NONE).table();
    assertThat(table.isScript(0)).isTrue();
    assertThat(table.isScript(1)).isFalse();
    assertThat(table.isScript(2)).isFalse();
  }

  @Test
  void takesLittleMemoryForManyEntries() throws SourceException {
    LayerBuilder many = LayerBuilder.layer();
    for (int i = 0; i < 60_000; i++) {
      many.file("usr/lib/node_modules/package-%d/lib/module-%d.js".formatted(i / 40, i), "");
    }
    LayerContents layer = Layers.read(many.tar(), KeptFiles.NONE);
    assertThat(layer.entries()).isEqualTo(60_000);
    assertThat(layer.weight()).isLessThan(8 << 20);
  }

  static List<String> paths(LayerContents layer) {
    List<String> paths = new ArrayList<>();
    EntryTable table = layer.table();
    for (int i = 0; i < table.size(); i++) {
      paths.add(
          "%s %s %d %s"
              .formatted(
                  table.kind(i),
                  table.paths.path(table.node(i)),
                  table.size(i),
                  new String(table.target(i), UTF_8)));
    }
    return paths;
  }
}
