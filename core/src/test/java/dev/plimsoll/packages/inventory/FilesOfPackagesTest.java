package dev.plimsoll.packages.inventory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.InstalledPackage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/// Packages in single files: Java archives, programs written in Go.
class FilesOfPackagesTest {
  /// `.../org/assertj/assertj-core/3.27.6/assertj-core-3.27.6.jar`: a repository's layout tells
  /// what a jar is.
  private static final Pattern IN_REPOSITORY =
      Pattern.compile(".*?/repository/(.+)/([^/]+)/([^/]+)/(\\2-\\3\\.jar)");

  @Test
  void namesJarsAsTheirRepositoryDoes() throws SourceException, IOException {
    LayerBuilder layer = LayerBuilder.layer();
    List<String> artifacts = new ArrayList<>();
    List<String> versions = new ArrayList<>();
    for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Matcher place = IN_REPOSITORY.matcher(jar);
      if (place.matches()) {
        layer.file("lib/" + place.group(4), Files.readAllBytes(Path.of(jar)));
        artifacts.add(place.group(2));
        versions.add(place.group(2) + " " + place.group(3));
      }
    }
    List<InstalledPackage> jars =
        inventory(layer).packages().stream().filter(p -> !p.location().contains("!")).toList();
    assertThat(artifacts).as("the class path has jars of a repository").hasSizeGreaterThan(10);
    assertThat(jars.stream().map(p -> artifact(p) + " " + p.version()))
        .containsExactlyInAnyOrderElementsOf(versions);
    assertThat(jars.stream().filter(p -> p.name().name().contains(":")))
        .as("with their groups, where the jars tell them")
        .hasSizeGreaterThan(3);
  }

  @Test
  void findsWhatIsInAnArchive() throws SourceException, IOException {
    byte[] app =
        zip(
            "META-INF/MANIFEST.MF",
            "Manifest-Version: 1.0\r\nImplementation-Version: 7.1\r\n",
            "META-INF/maven/org.example/app/pom.properties",
            "#made\nversion=7.0\ngroupId=org.example\nartifactId=app\n",
            "META-INF/maven/org.other/shaded/pom.properties",
            "version=2.2\n",
            "BOOT-INF/lib/spring-core-6.1.2.jar",
            "",
            "BOOT-INF/lib/odd.jar",
            "");
    assertThat(lines(inventory(LayerBuilder.layer().file("srv/app.jar", app))))
        .containsExactlyInAnyOrder(
            "org.example:app 7.0 /srv/app.jar",
            "org.other:shaded 2.2 /srv/app.jar!/META-INF/maven",
            "spring-core 6.1.2 /srv/app.jar!/BOOT-INF/lib/spring-core-6.1.2.jar",
            "odd  /srv/app.jar!/BOOT-INF/lib/odd.jar");
  }

  @Test
  void readsTheEndAndTheFrontOfALargeArchive() throws SourceException, IOException {
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    byte[] large =
        zip(
            "META-INF/MANIFEST.MF",
            "Manifest-Version: 1.0\nBundle-Version: 4.4\n",
            "data",
            new String(noise, ISO_8859_1),
            "META-INF/maven/org.example/large/pom.properties",
            "version = 4.5\n");
    assertThat(lines(inventory(LayerBuilder.layer().file("large.jar", large))))
        .containsExactly("org.example:large 4.5 /large.jar");
    byte[] named = zip("META-INF/MANIFEST.MF", "Bundle-Version: 4.4\n", "d", "1");
    assertThat(lines(inventory(LayerBuilder.layer().file("plain.jar", named))))
        .containsExactly("plain 4.4 /plain.jar");
  }

  @Test
  void readsAnArchiveBehindAScript() throws SourceException, IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("#!/bin/sh\nexec java -jar $0\n".getBytes(UTF_8));
    file.writeBytes(zip("META-INF/maven/g/run/pom.properties", "version=1.9\n"));
    assertThat(lines(inventory(LayerBuilder.layer().file("run.jar", file.toByteArray()))))
        .containsExactly("g:run 1.9 /run.jar");
  }

  @Test
  void saysThatAnArchiveWasNotReadWhole() throws SourceException {
    assertThat(inventory(LayerBuilder.layer().noise("a.jar", 100_000)).remarks())
        .containsExactly(
            "the directories of 1 Java archives (/a.jar) were not read whole; more may be in them");
  }

  @Test
  void readsWhatGoSaysOfAProgram() throws SourceException {
    String modules =
        "path\texample.com/quay/cmd\nmod\texample.com/quay\tv1.2.0\t\n"
            + "dep\texample.com/crane\tv0.3.0\th1:x=\n"
            + "dep\texample.com/old\tv1.0.0\n=>\texample.com/fork\tv1.0.1\th1:y=\n"
            + "build\t-compiler=gc\n";
    for (int before : new int[] {0, 16, (256 << 10) - 16, (256 << 10) - 64, 900_000}) {
      byte[] program = goProgram(modules, 4_096 + 368, before);
      assertThat(lines(inventory(LayerBuilder.layer().file("bin/quay", program))))
          .as("%d bytes of data before it", before)
          .containsExactly(
              "example.com/crane v0.3.0 /bin/quay",
              "example.com/fork v1.0.1 /bin/quay",
              "example.com/quay v1.2.0 /bin/quay",
              "stdlib 1.26.1 /bin/quay");
    }
  }

  @Test
  void bearsDamagedFiles() throws SourceException, IOException {
    byte[] program = goProgram("mod\ta\tb\n", 512, 16);
    byte[] archive =
        zip("META-INF/maven/g/a/pom.properties", "version=1\n", "META-INF/MANIFEST.MF", "V: 1");
    SplittableRandom random = new SplittableRandom(9);
    LayerBuilder layer = LayerBuilder.layer();
    for (int i = 0; i < 400; i++) {
      for (byte[] good : List.of(program, archive)) {
        byte[] damaged = Arrays.copyOf(good, 64 + random.nextInt(good.length - 64));
        for (int n = 0; n < 6; n++) {
          damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
        }
        layer.file((good == program ? "p" : "a") + i + ".jar", damaged);
        layer.file((good == program ? "p" : "a") + i, damaged);
      }
    }
    assertThat(inventory(layer).packages()).isNotNull();
  }

  private static String artifact(InstalledPackage jar) {
    return jar.name().name().replaceFirst(".*:", "");
  }

  private static List<String> lines(PackageInventory inventory) {
    return inventory.packages().stream()
        .map(p -> p.name().name() + " " + p.version() + " " + p.location())
        .toList();
  }

  private static PackageInventory inventory(LayerBuilder layer) throws SourceException {
    LayerReader reader =
        new LayerReader(Limits.defaults(), PackageInventory.databases(), PackageInventory.probes());
    Deadline deadline = Deadline.in(Duration.ofMinutes(1));
    return PackageInventory.of(
        Overlay.of(
            List.of(
                reader.read(
                    new ByteArrayInputStream(ImageBuilder.gzip(layer.tar())), "layer", deadline)),
            Limits.defaults(),
            deadline));
  }

  /// Names and contents in turn; every second file is stored without compression.
  private static byte[] zip(String... files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < files.length; i += 2) {
        byte[] content = files[i + 1].getBytes(ISO_8859_1);
        ZipEntry entry = new ZipEntry(files[i]);
        if (i % 4 == 0) {
          CRC32 sum = new CRC32();
          sum.update(content);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(content.length);
          entry.setCrc(sum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  /// An ELF header, a read-only and a writable segment, and in that, after some data, what Go's
  /// linker writes.
  private static byte[] goProgram(String modules, int dataAt, int before) {
    byte[] version = "go1.26.1".getBytes(UTF_8);
    byte[] text = ("0".repeat(16) + modules + "1".repeat(16)).getBytes(UTF_8);
    int info = (dataAt + before + 15) & ~15;
    ByteBuffer file = ByteBuffer.allocate(info + 200 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    file.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 2);
    file.putInt(64, 1).putInt(68, 5);
    file.putInt(120, 1).putInt(124, 6).putLong(128, dataAt);
    file.position(info);
    file.put("\u00ff Go buildinf:".getBytes(ISO_8859_1)).put((byte) 8).put((byte) 2);
    file.position(info + 32);
    Stream.of(version, text).forEach(part -> putText(file, part));
    return file.array();
  }

  private static void putText(ByteBuffer file, byte[] text) {
    int length = text.length;
    for (; length > 0x7f; length >>>= 7) {
      file.put((byte) (length | 0x80));
    }
    file.put((byte) length).put(text);
  }
}
