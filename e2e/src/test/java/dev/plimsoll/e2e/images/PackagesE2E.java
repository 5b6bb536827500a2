package dev.plimsoll.e2e.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.parts.process.Script;
import dev.plimsoll.e2e.parts.process.SourceTree;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Trait;
import dev.plimsoll.packages.inventory.PackageInventory;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Packages of real images as the tools that installed them list them: dpkg-query and apt-mark in
/// the root as it is after each layer, Go in programs that it built.
class PackagesE2E {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LayerReader READER =
      new LayerReader(Limits.defaults(), PackageInventory.databases(), PackageInventory.probes());
  private static final String FORMAT =
      "${db:Status-Status} ${Package} ${Version} ${Architecture} ${Installed-Size} ${Essential}\n";

  @TempDir private Path root;

  @ParameterizedTest
  @ValueSource(strings = {"base/python:3.11-slim", "apps/000:before", "apps/000:corrected"})
  void listsAfterEachLayerWhatDpkgLists(String image) throws Exception {
    List<Path> blobs = layers(image);
    List<LayerContents> contents = new ArrayList<>();
    for (Path blob : blobs) {
      try (InputStream bytes = Files.newInputStream(blob)) {
        contents.add(READER.read(bytes, blob.getFileName().toString(), soon()));
      }
    }
    List<InstalledPackage> packages =
        PackageInventory.of(Overlay.of(contents, Limits.defaults(), soon())).packages().stream()
            .filter(p -> p.name().ecosystem() == Ecosystem.DPKG)
            .toList();
    Files.createDirectories(root.resolve("var/lib/dpkg"));
    for (int layer = 1; layer <= blobs.size(); layer++) {
      extract(blobs.get(layer - 1));
      assertThat(packagesAfter(packages, layer))
          .as("%s after layer %d", image, layer)
          .containsExactlyInAnyOrderElementsOf(installed());
    }
    assertThat(
            packages.stream()
                .filter(p -> p.present() && p.is(Trait.MANUAL))
                .map(p -> p.name().name()))
        .containsExactlyInAnyOrderElementsOf(manual());
  }

  @Test
  void listsTheModulesThatGoLists() throws Exception {
    Path parts =
        Path.of(
            Script.run(SourceTree.controlPlane().resolve("build.sh"), List.of(), _ -> {}).strip());
    for (String program : List.of("registry", "kwok")) {
      Path file = parts.resolve(program);
      byte[] archive = LayerBuilder.layer().file("bin/" + program, Files.readAllBytes(file)).tar();
      LayerContents layer = READER.read(new ByteArrayInputStream(archive), program, soon());
      Overlay overlay = Overlay.of(List.of(layer), Limits.defaults(), soon());
      assertThat(
              PackageInventory.of(overlay).packages().stream()
                  .map(p -> p.name().name() + " " + p.version()))
          .as(program)
          .containsExactlyInAnyOrderElementsOf(modules(file));
    }
  }

  private static List<String> packagesAfter(List<InstalledPackage> packages, int layer) {
    return packages.stream()
        .filter(p -> p.layer() <= layer && (p.removedIn() == 0 || p.removedIn() > layer))
        .map(InstalledPackage::record)
        .map(PackagesE2E::line)
        .toList();
  }

  private static String line(PackageRecord record) {
    return String.join(
        " ",
        record.name().name(),
        record.version(),
        record.architecture(),
        Long.toString(record.size().count() >> 10),
        record.is(Trait.ESSENTIAL) ? "yes" : "no");
  }

  private List<String> installed() throws Exception {
    return run("dpkg-query", "--admindir=" + root.resolve("var/lib/dpkg"), "-W", "-f", FORMAT)
        .lines()
        .filter(line -> line.startsWith("installed "))
        .map(line -> line.substring("installed ".length()))
        .map(line -> line.endsWith(" ") ? line + "no" : line)
        .toList();
  }

  private List<String> manual() throws Exception {
    String marked =
        run(
            "apt-mark",
            "-o",
            "Dir::State=" + root.resolve("var/lib/apt"),
            "-o",
            "Dir::State::status=" + root.resolve("var/lib/dpkg/status"),
            "-o",
            "Dir::Cache=" + root.resolve("cache"),
            "showmanual");
    return marked.lines().toList();
  }

  /// The database of a layer over those of the layers before.
  private void extract(Path blob) throws Exception {
    for (String file : List.of("var/lib/dpkg/status", "var/lib/apt/extended_states")) {
      Process tar =
          new ProcessBuilder("tar", "-xzf", blob.toString(), "-C", root.toString(), file)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      tar.waitFor(); // fails where the layer has no such file
    }
  }

  /// `mod`, `dep` and `=>` lines of `go version -m`, and Go itself.
  private static List<String> modules(Path program) throws Exception {
    List<String> modules = new ArrayList<>();
    for (String line : run("go", "version", "-m", program.toString()).split("\n", -1)) {
      String[] words = line.strip().split("\t", -1);
      if (line.startsWith(program.toString())) {
        modules.add("stdlib " + line.substring(line.lastIndexOf(": go") + 4).strip());
      } else if (words[0].equals("=>")) {
        modules.set(modules.size() - 1, words[1] + " " + words[2]);
      } else if (words[0].equals("mod") || words[0].equals("dep")) {
        modules.add(words[1] + " " + words[2]);
      }
    }
    return modules;
  }

  private static List<Path> layers(String image) throws Exception {
    Path layout = ImageCorpus.find(_ -> {}).layout();
    JsonNode entry =
        Stream.of(JSON.readTree(layout.resolve("index.json").toFile()).path("manifests"))
            .flatMap(list -> list.valueStream())
            .filter(
                m -> image.equals(m.at("/annotations/org.opencontainers.image.ref.name").asText()))
            .findFirst()
            .orElseThrow();
    JsonNode manifest = JSON.readTree(blob(layout, entry).toFile());
    return manifest.path("layers").valueStream().map(layer -> blob(layout, layer)).toList();
  }

  private static Path blob(Path layout, JsonNode descriptor) {
    return layout.resolve("blobs").resolve(descriptor.path("digest").asText().replace(':', '/'));
  }

  private static String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return out;
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMinutes(5));
  }
}
