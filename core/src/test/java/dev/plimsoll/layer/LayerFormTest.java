package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.SourceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A layer that was written down reads back as it was, or not at all.
class LayerFormTest {
  private static final LayerForm FORM = new LayerForm();

  @Test
  void readsBackEverything() throws IOException {
    LayerContents layer = layer();
    LayerContents back = read(written(layer));
    assertThat(back.diffId()).isEqualTo(layer.diffId());
    assertThat(back.stored()).isEqualTo(layer.stored());
    assertThat(back.archive()).isEqualTo(layer.archive());
    assertThat(back.remarks()).isEqualTo(layer.remarks()).isNotEmpty();
    assertThat(LayerReaderTest.paths(back)).isEqualTo(LayerReaderTest.paths(layer)).hasSize(8);
    assertThat(back.table().contents().keySet()).isEqualTo(layer.table().contents().keySet());
    assertThat(back.kept()).isEqualTo(layer.kept());
    assertThat(back.overhead()).isEqualTo(layer.overhead());
    assertThat(written(back)).isEqualTo(written(layer));
    int known = back.table().paths.find(PathTable.ROOT, "usr".getBytes(UTF_8), 0, 3);
    assertThat(back.table().paths.path(known)).isEqualTo("/usr");
  }

  @Test
  void readsBackAnEmptyLayer() throws IOException {
    LayerContents empty = Layers.read(new byte[1024], KeptFiles.NONE);
    assertThat(read(written(empty)).entries()).isZero();
  }

  /// The directory's checksum keeps damage away; this is what would become of it otherwise.
  @Test
  void readsNoLayerThatCannotBe() throws IOException {
    byte[] whole = written(layer());
    SplittableRandom random = new SplittableRandom(11);
    Set<String> ends = new HashSet<>();
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        LayerContents layer = read(damaged);
        LayerReaderTest.paths(layer);
        ends.add("read");
      } catch (IOException e) {
        ends.add(e.getClass().getSimpleName());
      }
    }
    assertThat(ends).contains("read", "IOException");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(cut));
    }
  }

  private static LayerContents layer() throws SourceException {
    byte[] tar =
        LayerBuilder.layer()
            .directory("usr")
            .file("usr/kept.list", "one\ntwo\n")
            .file("usr/script", "#!/bin/sh\n")
            .symlink("bin", "usr/bin")
            .hardLink("usr/other", "usr/script")
            .whiteout("usr/gone")
            .opaque("etc")
            .file("../../climbing", "x")
            .tar();
    return Layers.read(tar, path -> path.endsWith(".list") ? 100 : 0);
  }

  private static byte[] written(LayerContents layer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FORM.write(layer, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static LayerContents read(byte[] bytes) throws IOException {
    return FORM.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
