package dev.plimsoll.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the test images hold is told by tar itself.
class ImageBuilderTest {
  private static final String LONG = "a-rather-long-name/".repeat(8) + "file.txt";

  @Test
  void tarReadsTheLayerAsItWasWritten(@TempDir Path directory) throws Exception {
    byte[] tar =
        LayerBuilder.layer()
            .directory("app")
            .file("app/run.sh", "#!/bin/sh\n")
            .mode(04755)
            .owner(1000, 1001)
            .zeroes("app/zero", 100_000)
            .noise("app/noise", 3_000)
            .symlink("app/link", "run.sh")
            .hardLink("app/hard", "app/run.sh")
            .whiteout("etc/motd")
            .opaque("var/cache")
            .file(LONG, "long")
            .tar();
    Path archive = Files.write(directory.resolve("layer.tar"), tar);
    assertThat(run("tar", "--numeric-owner", "--utc", "-tvf", archive.toString()))
        .containsExactly(
            "drwxr-xr-x 0/0 0 2025-06-15 15:06 app/",
            "-rwsr-xr-x 1000/1001 10 2025-06-15 15:06 app/run.sh",
            "-rw-r--r-- 0/0 100000 2025-06-15 15:06 app/zero",
            "-rw-r--r-- 0/0 3000 2025-06-15 15:06 app/noise",
            "lrwxrwxrwx 0/0 0 2025-06-15 15:06 app/link -> run.sh",
            "hrw-r--r-- 0/0 0 2025-06-15 15:06 app/hard link to app/run.sh",
            "---------- 0/0 0 2025-06-15 15:06 etc/.wh.motd",
            "---------- 0/0 0 2025-06-15 15:06 var/cache/.wh..wh..opq",
            "-rw-r--r-- 0/0 4 2025-06-15 15:06 " + LONG);
  }

  @Test
  void theSameImageHasTheSameDigestAndItsBlobsTheirs() {
    TestImage image = small().build();
    assertThat(image.digest()).isEqualTo(small().build().digest());
    image
        .blobs()
        .forEach((digest, bytes) -> assertThat(TestImage.digestOf(bytes)).isEqualTo(digest));
  }

  @Test
  void aForgedDigestNamesOtherBytes() {
    Digest other = TestImage.digestOf("other".getBytes(UTF_8));
    TestImage image = small().forgeLayerDigest(1, other).forgeLayerSize(1, 7).build();
    assertThat(image.layers()).containsExactly(other);
    assertThat(TestImage.digestOf(image.layer(1))).isNotEqualTo(other);
    assertThat(new String(image.manifest(), UTF_8)).contains("\"size\":7");
  }

  @Test
  void aLayoutHoldsEveryImageThatWasAdded(@TempDir Path layout) throws IOException {
    TestImage one = small().build();
    TestImage other = TestImage.indexOf(small().user("app").build());
    one.writeTo(layout, "one");
    other.writeTo(layout, "other");
    JsonNode index = new JsonMapper().readTree(layout.resolve("index.json").toFile());
    assertThat(index.get("manifests").findValuesAsText("digest"))
        .containsExactly(one.digest().toString(), other.digest().toString());
    assertThat(layout.resolve("blobs/sha256").resolve(other.children().get(0).config().hex()))
        .exists();
  }

  private static ImageBuilder small() {
    return ImageBuilder.image().layer("COPY hello /", layer -> layer.file("hello", "world"));
  }

  private static List<String> run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8)
            .lines()
            .map(line -> line.replaceAll(" +", " "))
            .toList();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return lines;
  }
}
