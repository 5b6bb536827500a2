package dev.plimsoll.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.reference.Reference;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is kept of a layer does not change unnoticed: a layer with a file of every kind that is
/// looked into, written down, has the bytes recorded for this version of facts.
///
/// Where it has others, raise [Facts#VERSION] and run the test with `-Dplimsoll.generate`, as
/// `make generate` does.
class KeptFormTest {
  private static final Path RECORD = Path.of("src/test/resources/dev/plimsoll/facts/kept-form.txt");
  private static final Reference NAME = Reference.parse("registry.example.com/golden:1");

  @Test
  void versionGoesUpWithWhatIsKeptOfLayers() throws IOException {
    String now = Facts.VERSION + " " + TestImage.digestOf(written(read())) + "\n";
    boolean raised =
        !Files.exists(RECORD) || !version(Files.readString(RECORD)).equals(version(now));
    if (raised && System.getProperty("plimsoll.generate") != null) {
      Files.createDirectories(RECORD.getParent());
      Files.writeString(RECORD, now);
    }
    assertThat(RECORD)
        .as("more or something else is kept of layers: raise Facts.VERSION, run `make generate`")
        .hasContent(now);
  }

  private static String version(String record) {
    return record.substring(0, record.indexOf(' '));
  }

  private static byte[] written(LayerContents layer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FactsShelf.LAYERS.write(layer, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  /// As images' layers are read.
  private static LayerContents read() throws SourceException {
    byte[] tar = golden();
    TestImage image =
        ImageBuilder.image()
            .compression(ImageBuilder.Compression.NONE)
            .storedLayer(
                "ADD", "application/vnd.oci.image.layer.v1.tar", tar, TestImage.digestOf(tar))
            .build();
    TestSource source = new TestSource().add(NAME.toString(), image);
    Descriptor layer =
        new Descriptor(
            "application/vnd.oci.image.layer.v1.tar",
            image.layers().getFirst(),
            new Bytes(tar.length),
            null,
            Map.of());
    Place place = new Place(new Tenant("", source), NAME);
    return new ImageReading(Limits.defaults()).layer(place, layer);
  }

  private static byte[] golden() {
    byte[] elf = new byte[200];
    elf[0] = 0x7f;
    System.arraycopy("ELF\2\1\1".getBytes(UTF_8), 0, elf, 1, 6);
    return LayerBuilder.layer()
        .directory("usr")
        .file("etc/os-release", "ID=debian\n")
        .file("etc/passwd", "root:x:0:0::/root:/bin/sh\n")
        .file("var/lib/dpkg/status", "Package: gcc\nStatus: install ok installed\n")
        .file("var/lib/dpkg/info/gcc.list", "/usr/bin/cc\n")
        .file("var/lib/dpkg/status.d/base", "Package: base\nVersion: 1\n")
        .file("var/lib/dpkg/status.d/base.md5sums", "0".repeat(32) + "  bin/base\n")
        .file("var/lib/dpkg/diversions", "/a\n/b\n:\n")
        .file("var/lib/apt/extended_states", "Package: gcc\nAuto-Installed: 1\n")
        .file("lib/apk/db/installed", "P:musl\nV:1\n\n")
        .file("etc/apk/world", "musl\n")
        .file("usr/lib/python3/dist-packages/x-1.dist-info/METADATA", "Name: x\nVersion: 1\n")
        .file("app/node_modules/x/package.json", "{\"name\":\"x\",\"version\":\"1\"}")
        .file("app/.env", "PASSWORD=secret\n")
        .file("app/id_rsa", "-----BEGIN OPENSSH PRIVATE KEY-----\n")
        .file("usr/bin/tool", elf)
        .mode(04755)
        .owner(3, 4)
        .modified(1_700_000_000)
        .file("usr/script", "#!/bin/sh\n")
        .symlink("bin", "usr/bin")
        .hardLink("usr/other", "usr/script")
        .whiteout("usr/gone")
        .opaque("srv")
        .tar();
  }
}
