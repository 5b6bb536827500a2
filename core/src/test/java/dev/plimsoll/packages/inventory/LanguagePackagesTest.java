package dev.plimsoll.packages.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.layer.Layers;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.Trait;
import dev.plimsoll.packages.WrittenDatabases;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What pip, npm and gem installed, against what they list.
class LanguagePackagesTest {
  @Test
  void readsWhatPipLists() throws SourceException {
    Overlay overlay = written("python");
    PackageInventory inventory = PackageInventory.of(overlay);
    assertThat(inventory.packages().stream().map(p -> p.name().name() + "==" + p.version()))
        .containsExactlyElementsOf(WrittenDatabases.lines("python.packages"));
    assertThat(owned(overlay, inventory))
        .containsExactlyInAnyOrderElementsOf(WrittenDatabases.lines("python.files"));
    assertThat(inventory.remarks()).isEmpty();
  }

  @Test
  void readsWhatPipDistributionsSayOfThemselves() throws SourceException {
    List<InstalledPackage> packages = PackageInventory.of(written("python")).packages();
    InstalledPackage harbour = packages.getFirst();
    assertThat(harbour.location()).isEqualTo("/venv/lib/python3.11/site-packages");
    assertThat(harbour.record().relations().depends()).hasToString("[quay, sys-tem]");
    assertThat(harbour.record().traits()).containsExactly(Trait.MANUAL);
    assertThat(packages.getLast().record().traits()).containsExactly(Trait.AUTOMATIC);
  }

  @Test
  void readsWhatNpmLists() throws SourceException {
    Overlay overlay = written("npm");
    PackageInventory inventory = PackageInventory.of(overlay);
    assertThat(inventory.packages().stream().map(LanguagePackagesTest::npmLine))
        .containsExactlyInAnyOrderElementsOf(WrittenDatabases.lines("npm.packages"));
    assertThat(inventory.packages().getFirst().record().relations().depends())
        .hasToString("[quay]");
    assertThat(owned(overlay, inventory))
        .containsExactlyInAnyOrder(
            "@port/crane\t/app/node_modules/@port/crane/lib/index.js",
            "@port/crane\t/app/node_modules/@port/crane/lib/package.json",
            "@port/crane\t/app/node_modules/@port/crane/package.json",
            "quay\t/app/node_modules/@port/crane/node_modules/quay/lib/index.js",
            "quay\t/app/node_modules/@port/crane/node_modules/quay/lib/package.json",
            "quay\t/app/node_modules/@port/crane/node_modules/quay/package.json",
            "quay\t/app/node_modules/quay/lib/index.js",
            "quay\t/app/node_modules/quay/lib/package.json",
            "quay\t/app/node_modules/quay/package.json",
            "tug\t/app/node_modules/tug/lib/index.js",
            "tug\t/app/node_modules/tug/lib/package.json",
            "tug\t/app/node_modules/tug/package.json");
  }

  @Test
  void readsWhatGemLists() throws SourceException {
    Overlay overlay = written("gem");
    PackageInventory inventory = PackageInventory.of(overlay);
    assertThat(inventory.packages().stream().map(p -> p.name().name() + " " + p.version()))
        .containsExactlyElementsOf(WrittenDatabases.lines("gem.packages"));
    assertThat(inventory.packages().getFirst().record().relations().depends())
        .hasToString("[quay]");
    assertThat(owned(overlay, inventory))
        .containsAll(WrittenDatabases.lines("gem.files"))
        .contains("harbour\t/usr/lib/gems/cache/harbour-3.0.gem")
        .hasSize(6);
  }

  /// Written by hand, since Composer is not among the tools.
  @Test
  void readsComposersList() throws SourceException {
    Overlay overlay =
        Layers.overlay(
            PackageInventory.databases(),
            l ->
                l.file(
                        "srv/vendor/composer/installed.json",
                        """
                        {"packages": [
                          {"name": "port/crane", "version": "v1.2.0",
                           "require": {"php": ">=8", "port/quay": "^1"},
                           "install-path": "../port/crane"},
                          {"name": "port/tug", "version": "3.0", "install-path": "../port/tug"}],
                         "dev": true, "dev-package-names": ["port/tug"]}
                        """)
                    .file("srv/vendor/port/crane/src/Crane.php", "1")
                    .file("srv/vendor/autoload.php", "1"));
    PackageInventory inventory = PackageInventory.of(overlay);
    assertThat(inventory.packages().stream().map(p -> p.name() + " " + p.version()))
        .containsExactly("port/crane (PHP package) v1.2.0", "port/tug (PHP package) 3.0");
    assertThat(inventory.packages().getFirst().record().relations().depends())
        .hasToString("[port/quay]");
    assertThat(inventory.packages().getLast().is(Trait.DEVELOPMENT)).isTrue();
    assertThat(owned(overlay, inventory))
        .containsExactly("port/crane\t/srv/vendor/port/crane/src/Crane.php");
  }

  @Test
  void namesThePackageOfTheSystemThatBroughtALanguages() throws SourceException {
    String info = "usr/lib/python3/dist-packages/PyYAML-6.0.egg-info";
    Overlay overlay =
        Layers.overlay(
            PackageInventory.databases(),
            l ->
                l.file(info + "/PKG-INFO", "Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\n")
                    .file("var/lib/dpkg/info/python3-yaml.list", "/" + info + "/PKG-INFO\n"));
    InstalledPackage yaml = PackageInventory.of(overlay).packages().getFirst();
    assertThat(yaml.name().name()).isEqualTo("pyyaml");
    assertThat(yaml.suppliedBy()).extracting(PackageName::name).isEqualTo("python3-yaml");
  }

  @Test
  void tellsWhichLayerReplacedADistribution() throws SourceException {
    String site = "usr/lib/python3/site-packages/quay-";
    Overlay overlay =
        Layers.overlay(
            PackageInventory.databases(),
            l -> l.file(site + "1.0.dist-info/METADATA", "Name: quay\nVersion: 1.0\n"),
            l ->
                l.whiteout(site + "1.0.dist-info")
                    .file(site + "1.1.dist-info/METADATA", "Name: quay\nVersion: 1.1\n"));
    assertThat(
            PackageInventory.of(overlay).packages().stream()
                .map(
                    p ->
                        p.version() + " " + p.layer() + " " + p.removedIn() + " " + p.replacedBy()))
        .containsExactly("1.0 1 2 1.1", "1.1 2 0 null");
  }

  @Test
  void bearsAnyText() throws SourceException {
    Random random = new Random(5);
    String letters = "{}[]\",:\n packages dependencies name version \\u0000 RECORD ../..";
    for (int run = 0; run < 60; run++) {
      StringBuilder text = new StringBuilder(run % 2 == 0 ? "{" : "");
      for (int i = 0; i < 200; i++) {
        int at = random.nextInt(letters.length() - 8);
        text.append(letters, at, at + 1 + random.nextInt(8));
      }
      String hostile = text.toString();
      Overlay overlay =
          Layers.overlay(
              PackageInventory.databases(),
              l ->
                  l.file("a/node_modules/b/package.json", hostile)
                      .file("a/node_modules/.package-lock.json", hostile)
                      .file("vendor/composer/installed.json", hostile)
                      .file("x.dist-info/METADATA", hostile)
                      .file("x.dist-info/RECORD", hostile)
                      .file("x.dist-info/direct_url.json", hostile)
                      .file("specifications/x.gemspec", "# stub: " + hostile));
      assertThat(PackageInventory.of(overlay).packages()).isNotNull();
    }
  }

  private static Overlay written(String name) throws SourceException {
    LayerReader reader =
        new LayerReader(Limits.defaults(), PackageInventory.databases(), PackageInventory.probes());
    return Overlay.of(
        List.of(
            reader.read(
                new ByteArrayInputStream(WrittenDatabases.bytes(name)),
                name,
                Deadline.in(Duration.ofMinutes(1)))),
        Limits.defaults(),
        Deadline.in(Duration.ofMinutes(1)));
  }

  private static String npmLine(InstalledPackage installed) {
    return String.join(
        "\t",
        installed.name().name(),
        installed.version(),
        installed.location() + "/" + installed.name().name(),
        installed.is(Trait.DEVELOPMENT) ? "dev" : "");
  }

  private static List<String> owned(Overlay overlay, PackageInventory inventory) {
    List<String> lines = new ArrayList<>();
    for (int entry = 0; entry < overlay.entries(); entry++) {
      String path = overlay.isFile(entry) ? overlay.path(overlay.node(entry)) : "";
      PackageName owner = inventory.owners().ownerOf(entry).orElse(null);
      if (owner != null && !path.isEmpty()) {
        lines.add(owner.name() + "\t" + path);
      }
    }
    return lines;
  }
}
