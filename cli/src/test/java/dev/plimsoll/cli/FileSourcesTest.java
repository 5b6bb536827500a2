package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Images in files are judged as the same images in a registry are.
class FileSourcesTest extends ShopTrial {
  private static final String POLICY =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: p}
      spec:
        match: {images: ["shop.example/**"]}
        rules: {user: {rootUser: {}}, buildTools: {compiler: {}}}
      """;

  @BeforeEach
  void write() {
    Shop.image("shop/web:1.4").writeTo(directory.resolve("layout"), "1.4");
    Shop.image("shop/web:1.5").writeTo(directory.resolve("layout"), "1.5");
    Shop.image("shop/web:1.4").writeTo(directory.resolve("one"), "1.4");
  }

  private static List<String> violations(Outcome outcome) {
    return outcome
        .out()
        .lines()
        .filter(line -> line.matches("  (?:Enforce|Warn|Audit) .*"))
        .toList();
  }

  @Test
  void judgesALayoutAsItJudgesTheSameImageInARegistry() {
    Outcome there = trial().run("scan", "reg.dev.example/shop/web:1.4");
    Outcome here = trial().run("scan", "oci:layout:1.4");

    assertThat(here.exit()).isEqualTo(there.exit()).isEqualTo(1);
    assertThat(violations(here)).isNotEmpty().isEqualTo(violations(there));
    assertThat(here.out())
        .startsWith("oci:layout:1.4\nDenied")
        .contains("not known here: the reference that a cluster pulls oci:layout:1.4 by: it is");
  }

  @Test
  void readsATarFromAFileAndFromStandardInput() {
    byte[] tar = tar(directory.resolve("one"));
    write("one.tar", tar);
    Outcome file = trial().run("scan", "oci:one.tar");
    Outcome input = trial().input(tar).run("scan", "-");

    assertThat(file.exit()).isEqualTo(1);
    assertThat(violations(input)).isNotEmpty().isEqualTo(violations(file));
    assertThat(input.out()).startsWith("-\nDenied");
  }

  @Test
  void judgesAnImageInAFileByTheReferenceItWillHave() {
    trial().file("p.yaml", POLICY);
    String as = "shop.example/web:1.4";

    assertThat(trial().run("scan", "oci:one", "-p", "p.yaml").exit()).isZero();
    assertThat(trial().run("scan", "oci:one", "-p", "p.yaml", "--as", as).exit()).isEqualTo(1);
  }

  @Test
  void comparesAFileWithARegistry() {
    Outcome outcome = trial().run("diff", "oci:layout:1.5", "reg.dev.example/shop/web:1.4");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).contains("came: ").contains("+10.0 MiB  package gcc-12");
  }

  @Test
  void saysInOneSentenceWhatIsWrongWithAFile() {
    trial().file("plain.txt", "no archive at all");
    for (String command :
        List.of(
            "scan oci:layout",
            "scan oci:layout:9",
            "scan oci:nowhere",
            "scan docker-archive:plain.txt",
            "scan ./one",
            "scan -",
            "scan - -p -",
            "scan oci:one oci:layout:1.5 --as shop.example/web:1",
            "scan reg.dev.example/shop/web:1.4 --as shop.example/web:1",
            "scan oci:one --as Shop")) {
      Outcome outcome = trial().run(command.split(" "));

      assertThat(outcome.exit()).as(command).isEqualTo(64);
      assertThat(outcome.out()).as(command).isEmpty();
      assertThat(outcome.err()).as(command).startsWith("plimsoll: ").hasLineCount(1);
    }
    assertThat(trial().run("scan", "oci:layout").err())
        .contains("there are 2 images in it; name one of 1.4, 1.5");
  }

  @Test
  void doesNotJudgeAFileWhoseLayerIsNotWhatItsManifestSays() throws IOException {
    Path blob =
        directory
            .resolve("one/blobs/sha256")
            .resolve(Shop.image("shop/web:1.4").layers().getFirst().hex());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2] ^= 1;
    Files.write(blob, bytes);
    Outcome outcome =
        trial().file("p.yaml", compilerAlone()).run("scan", "oci:one", "-p", "p.yaml");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out()).contains("Undetermined").contains("Not judged");
  }

  private static String compilerAlone() {
    return """
    apiVersion: plimsoll.dev/v1alpha1
    kind: ImagePolicy
    metadata: {name: p}
    spec: {rules: {buildTools: {compiler: {}}}}
    """;
  }

  private void write(String name, byte[] bytes) {
    try {
      Files.write(directory.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A tar of ustar headers, written here since the archive is the thing under test.
  private static byte[] tar(Path root) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        tar.writeBytes(header(root.relativize(file).toString(), bytes.length));
        tar.writeBytes(bytes);
        tar.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tar.writeBytes(new byte[1024]);
    return tar.toByteArray();
  }

  private static byte[] header(String name, int size) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0000000000\0000000000\000%011o\00000000000000\000".formatted(size));
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    put(header, 148, "        ");
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, 148, "%06o\000 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
