package dev.plimsoll.facts.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.Layers.Contents;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where the libraries of programs are, in trees as systems have them.
class LibrarySearchTest {
  private static final String TRIPLE = "usr/lib/x86_64-linux-gnu/";

  @Test
  void findsLibrariesAndTheirPackagesThroughLinks() throws SourceException {
    byte[] app = ElfBuilder.program().needs("libpq.so.5", "libgone.so.1").bytes();
    Contents system =
        l ->
            l.symlink("lib", "usr/lib")
                .file(TRIPLE + "libpq.so.5.15", ElfBuilder.library().needs("libz.so.1").bytes())
                .symlink(TRIPLE + "libpq.so.5", "libpq.so.5.15")
                .file("var/lib/dpkg/info/libpq5.list", "/" + TRIPLE + "libpq.so.5.15\n");
    assertThat(found(system, l -> l.file("app/server", app)))
        .as("what a package's own library needs is in the package's database")
        .containsExactly(
            "libpq.so.5 /usr/lib/x86_64-linux-gnu/libpq.so.5.15 1 libpq5 /app/server",
            "libgone.so.1 null 0 null /app/server");
  }

  @Test
  void searchesTheProgramsOwnDirectoriesFirst() throws SourceException {
    byte[] app =
        ElfBuilder.program().needs("liba.so", "libb.so").runPath("/no:${ORIGIN}/../lib").bytes();
    byte[] library = ElfBuilder.library().needs("libc.so.6").bytes();
    assertThat(
            found(
                l ->
                    l.file("opt/x/bin/app", app)
                        .file("opt/x/lib/liba.so", library)
                        .file("usr/lib/liba.so", library)
                        .file("usr/lib/libb.so", library)
                        .file("lib64/libc.so.6", ElfBuilder.library().bytes())))
        .containsExactlyInAnyOrder(
            "liba.so /opt/x/lib/liba.so 1 null /opt/x/bin/app",
            "libb.so /usr/lib/libb.so 1 null /opt/x/bin/app",
            "libc.so.6 /lib64/libc.so.6 1 null /opt/x/lib/liba.so");
  }

  @Test
  void searchesTheDirectoriesOfLoadersAndOfTheEnvironment() throws SourceException {
    byte[] app = ElfBuilder.program().needs("liba.so", "libb.so", "libc.so").bytes();
    byte[] library = ElfBuilder.library().bytes();
    Contents image =
        l ->
            l.file("app", app)
                .file("etc/ld.so.conf.d/cuda.conf", "# CUDA\n/usr/local/cuda/lib64\n")
                .file("usr/local/cuda/lib64/liba.so", library)
                .file("etc/ld-musl-x86_64.path", "/lib:/opt/musl\n")
                .file("opt/musl/libb.so", library)
                .file("srv/lib/libc.so", library);
    CommandLine line =
        new CommandLine(List.of(), List.of(), List.of("LD_LIBRARY_PATH=/srv/lib"), "");
    assertThat(SurveyedLayers.survey(line, image).libraries())
        .noneMatch(Library::isMissing)
        .hasSize(3);
  }

  @Test
  void takesWhatIsLoadedAnywayForFound() throws SourceException {
    byte[] module = ElfBuilder.library().needs("libtorch.so").bytes();
    assertThat(
            found(
                l ->
                    l.file("venv/a/module.so", module)
                        .file("venv/b/libtorch.so", ElfBuilder.library().bytes())))
        .containsExactly("libtorch.so /venv/b/libtorch.so 1 null /venv/a/module.so");
  }

  @Test
  void findsNothingThatALaterLayerRemoves() throws SourceException {
    byte[] app = ElfBuilder.program().needs("liba.so").bytes();
    assertThat(
            found(
                l -> l.file("app", app).file("usr/lib/liba.so", ElfBuilder.library().bytes()),
                l -> l.whiteout("usr/lib/liba.so")))
        .containsExactly("liba.so null 0 null /app");
  }

  @Test
  void staysBoundedWhateverProgramsAskFor() throws SourceException {
    ProgramSurvey survey =
        SurveyedLayers.survey(
            CommandLine.NONE,
            l -> {
              for (int i = 0; i < 600; i++) {
                ElfBuilder program = ElfBuilder.program().runPath("/x:".repeat(60));
                for (int n = 0; n < 10; n++) {
                  program.needs("lib" + i + "-" + n + ".so");
                }
                l.file("app/" + i, program.bytes());
              }
            });
    assertThat(survey.libraries()).hasSize(5_000);
    assertThat(survey.remarks())
        .contains("programs need 1000 libraries more than the 5000 that are listed");
  }

  private static List<String> found(Contents... layers) throws SourceException {
    return SurveyedLayers.survey(CommandLine.NONE, layers).libraries().stream()
        .map(
            l -> l.name() + " " + l.path() + " " + l.layer() + " " + l.owner() + " " + l.neededBy())
        .toList();
  }
}
