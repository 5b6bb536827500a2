package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.program.CommandLine;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.Layers;
import dev.plimsoll.layer.Layers.Contents;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Directories of dependencies, and what systems' marks are taken for.
class DependencyTreesTest {
  private static FileFacts survey(Contents... layers) throws SourceException {
    return FileSurvey.of(Layers.overlay(FileSurvey.FILES, layers), CommandLine.NONE, List.of())
        .facts();
  }

  private static List<String> trees(Contents... layers) throws SourceException {
    return survey(layers).dependencyTrees().stream()
        .map(t -> t.layer() + " " + t.kind() + " " + t.root() + " " + t.files() + " " + t.disk())
        .toList();
  }

  @Test
  void addsUpOutermostDirectoriesLayerByLayer() throws SourceException {
    assertThat(
            trees(
                l ->
                    l.file("app/node_modules/a/index.js", "12")
                        .file("app/node_modules/a/node_modules/b/index.js", "345")
                        .file("app/index.js", "6"),
                l -> l.file("app/node_modules/c/index.js", "1").whiteout("app/node_modules/a"),
                l ->
                    l.file("srv/.venv/pyvenv.cfg", "home")
                        .file("srv/.venv/lib/python3/site-packages/x.py", "1"),
                l -> l.file("usr/lib/python3/dist-packages/y.py", "12")))
        .containsExactly(
            "1 NODE_MODULES /app/node_modules 2 5 B",
            "2 NODE_MODULES /app/node_modules 1 1 B",
            "3 VIRTUAL_ENVIRONMENT /srv/.venv 2 5 B",
            "4 SITE_PACKAGES /usr/lib/python3/dist-packages 1 2 B");
  }

  @Test
  void takesVendorForDependenciesOnlyWhereAnInstallerFilledIt() throws SourceException {
    assertThat(
            trees(
                l ->
                    l.file("www/vendor/autoload.php", "1")
                        .file("www/vendor/a/b.php", "22")
                        .file("shop/vendor/index.html", "333")
                        .file("go/vendor/modules.txt", "1")))
        .containsExactly("1 VENDOR /go/vendor 1 1 B", "1 VENDOR /www/vendor 2 3 B");
  }

  @Test
  void listsAThousandAtMostAndSaysSo() throws SourceException {
    FileFacts facts =
        survey(
            l -> {
              for (int i = 0; i < 1_002; i++) {
                l.file("app/" + i + "/node_modules/x", "1");
              }
            });
    assertThat(facts.dependencyTrees()).hasSize(1_000);
    assertThat(facts.remarks())
        .contains(
            "2 files lie in more directories of dependencies than the 1000 that are added up");
  }

  @Test
  void tellsKindsOfSystems() throws SourceException {
    String debian = "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n";
    assertThat(kind(l -> l.file("app/server", "1"))).isEqualTo(SystemMarks.Kind.SCRATCH);
    assertThat(kind(l -> l.file("etc/os-release", "ID=alpine\n")))
        .isEqualTo(SystemMarks.Kind.ALPINE);
    assertThat(kind(l -> l.file("etc/os-release", "ID=debian\nPRETTY_NAME=\"Distroless\"\n")))
        .isEqualTo(SystemMarks.Kind.DISTROLESS);
    assertThat(
            kind(
                l ->
                    l.file("etc/os-release", debian)
                        .file("var/lib/dpkg/status.d/base", "Package: base\nVersion: 1\n")))
        .isEqualTo(SystemMarks.Kind.DISTROLESS);
    assertThat(
            kind(
                l ->
                    l.file("etc/os-release", debian)
                        .file("bin/dash", "1")
                        .file("var/lib/dpkg/status.d/base", "Package: base\nVersion: 1\n")))
        .as("with a shell")
        .isEqualTo(SystemMarks.Kind.OTHER);
    assertThat(
            kind(
                l ->
                    l.file("etc/os-release", "ID=debian\nPRETTY_NAME=\"Distroless\"\n")
                        .file("var/lib/dpkg/status", "Package: a\n")))
        .as("os-release rewritten")
        .isEqualTo(SystemMarks.Kind.OTHER);
    assertThat(
            kind(
                l ->
                    l.file("etc/os-release", "ID=alpine\n")
                        .file("var/lib/dpkg/status", "Package: a\n")))
        .as("os-release rewritten")
        .isEqualTo(SystemMarks.Kind.OTHER);
    assertThat(
            kind(l -> l.file("var/lib/dpkg/status", "Package: a\nStatus: install ok installed\n")))
        .as("os-release deleted or never there")
        .isEqualTo(SystemMarks.Kind.OTHER);
  }

  @Test
  void seesTheMarksOfSmallVariantsEvenWhereTheyAreRemoved() throws SourceException {
    assertThat(
            survey(
                    l -> l.file("etc/dpkg/dpkg.cfg.d/docker", "path-exclude /usr/share/man/*\n"),
                    l -> l.whiteout("etc/dpkg/dpkg.cfg.d/docker"))
                .system())
        .isEqualTo(new SystemMarks(SystemMarks.Kind.SCRATCH, true, false));
    assertThat(survey(l -> l.file("etc/dpkg/dpkg.cfg.d/excludes", "x")).system().excludes())
        .isTrue();
  }

  @Test
  void tellsAPackagesFiles() {
    FactsBuilder builder = FactsBuilder.image().layer(10, "RUN apt-get install -y gcc");
    FileFacts facts =
        builder
            .files(FileClass.COMPILER, "gcc", 20, "/usr/bin/gcc")
            .files(FileClass.HEADER, "gcc", 5, "/usr/lib/gcc/x.h")
            .files(FileClass.OTHER, "libc6", 3, "/lib/libc.so.6")
            .installed("gcc", List.of("libc6"))
            .installed("libc6", List.of())
            .facts()
            .files()
            .orElseThrow();
    assertThat(facts.groupsOf(facts.packages().getFirst().name())).hasSize(2);
  }

  private static SystemMarks.Kind kind(Contents layer) throws SourceException {
    return survey(layer).system().kind();
  }
}
