package dev.plimsoll.facts.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.Layers.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What programs need, and what of an image starts.
class ProgramSurveyTest {
  private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";

  private static final byte[] APP =
      ElfBuilder.program()
          .loader(LOADER)
          .needs("libc.so.6", "libpq.so.5")
          .runPath("$ORIGIN/lib")
          .symbols(3_000)
          .bytes();

  private static final byte[] STATIC = ElfBuilder.program().bytes();

  @Test
  void countsDebugSectionsWhoseNamesAreOutOfSight() throws SourceException {
    byte[] go = ElfBuilder.program().symbols(3_000).unnamedDebug(2_000).bytes();

    assertThat(SurveyedLayers.survey(CommandLine.NONE, l -> l.file("app/server", go)).programs())
        .extracting(program -> program.elf().strippable())
        .containsExactly(5_000L);
  }

  @Test
  void readsWhatAProgramNeeds() throws SourceException {
    assertThat(SurveyedLayers.survey(CommandLine.NONE, l -> l.file("app/server", APP)).programs())
        .containsExactly(
            new Program(
                "/app/server",
                1,
                null,
                new Elf(
                    Elf.Linkage.DYNAMIC,
                    LOADER,
                    List.of("libc.so.6", "libpq.so.5"),
                    List.of("$ORIGIN/lib"),
                    3_000,
                    true),
                true));
  }

  @Test
  void readsBothByteOrdersAndNamesThatComeLast() throws SourceException {
    byte[] big = ElfBuilder.program().loader("/lib/ld.so").needs("libc.so.6").bigEndian().bytes();
    byte[] last = ElfBuilder.library().needs("libm.so.6").namesLast().bytes();
    assertThat(elves(l -> l.file("a", big).file("b", last)))
        .containsExactly(
            new Elf(Elf.Linkage.DYNAMIC, "/lib/ld.so", List.of("libc.so.6"), List.of(), 0, true),
            new Elf(Elf.Linkage.LIBRARY, null, List.of("libm.so.6"), List.of(), 0, true));
  }

  @Test
  void tellsStaticProgramsFromLibraries() throws SourceException {
    assertThat(elves(l -> l.file("a", STATIC).file("b", ElfBuilder.library().bytes())))
        .extracting(Elf::linkage)
        .containsExactly(Elf.Linkage.STATIC, Elf.Linkage.LIBRARY);
    assertThat(elves(l -> l.file("a", STATIC)).getFirst().strippable()).isZero();
  }

  /// What runs this test is a program that nobody here wrote.
  @Test
  void readsTheJavaLauncherAsItIs() throws SourceException, IOException {
    Path home = Path.of(System.getProperty("java.home"));
    byte[] launcher = Files.readAllBytes(home.resolve("bin/java"));
    byte[] library = Files.readAllBytes(home.resolve("lib/libjava.so"));
    List<Elf> elves = elves(l -> l.file("java", launcher).file("libjava.so", library));
    assertThat(elves.getFirst().linkage()).isEqualTo(Elf.Linkage.DYNAMIC);
    assertThat(elves.getFirst().interpreter()).matches("/lib(64)?/ld-.*\\.so\\.\\d");
    assertThat(elves.getFirst().needed()).contains("libjli.so", "libc.so.6");
    assertThat(elves.getFirst().searched()).anyMatch(path -> path.contains("$ORIGIN"));
    assertThat(elves.getLast().linkage()).isEqualTo(Elf.Linkage.LIBRARY);
    assertThat(elves.getLast().needed()).contains("libjvm.so");
    assertThat(elves).allMatch(Elf::complete);
  }

  @Test
  void survivesFilesMadeToHarm() throws SourceException {
    SplittableRandom random = new SplittableRandom(7);
    Contents harmful =
        l -> {
          for (int i = 0; i < 3_000; i++) {
            byte[] broken = APP.clone();
            for (int j = 0; j < 6; j++) {
              broken[random.nextInt(j < 4 ? 232 : broken.length)] = (byte) random.nextInt(256);
            }
            l.file("app/" + i, broken);
          }
          for (int length = 1; length < 400; length++) {
            l.file("cut/" + length, ElfBuilder.cut(APP, length));
          }
        };
    assertThat(SurveyedLayers.survey(CommandLine.NONE, harmful).programs()).hasSizeGreaterThan(500);
  }

  @Test
  void saysWhereItCouldNotReadAll() throws SourceException {
    assertThat(elves(l -> l.file("cut", ElfBuilder.cut(APP, 4_500))).getFirst().complete())
        .isFalse();
  }

  @Test
  void leavesOutWhatTheSystemsPackagesOwnAndWhatIsHidden() throws SourceException {
    assertThat(
            SurveyedLayers.survey(
                    CommandLine.NONE,
                    l ->
                        l.file("usr/bin/psql", APP)
                            .file("opt/old", APP)
                            .file("var/lib/dpkg/info/psql.list", "/usr/bin/psql\n"),
                    l -> l.whiteout("opt/old"))
                .programs())
        .isEmpty();
  }

  @Test
  void countsWhatRunsScripts() throws SourceException {
    assertThat(
            SurveyedLayers.survey(
                    CommandLine.NONE,
                    l ->
                        l.file("app/a", "#!/bin/sh\n")
                            .mode(0755)
                            .file("app/b", "#! /bin/sh -e\n")
                            .mode(0755)
                            .file("app/c", "#!/usr/bin/env -S python3 -u\n")
                            .mode(0755)
                            .file("app/not-to-be-run", "#!/usr/bin/perl\n"))
                .interpreters())
        .containsExactly(
            new Interpreter("/bin/sh", 1, 2, "/app/a"), new Interpreter("python3", 1, 1, "/app/c"));
  }

  @Test
  void findsTheLoaderThroughLinks() throws SourceException {
    Contents system =
        l -> l.symlink("lib64", "usr/lib64").file("usr/lib64/ld-linux-x86-64.so.2", STATIC);
    assertThat(
            SurveyedLayers.survey(CommandLine.NONE, system, l -> l.file("app/server", APP))
                .programs())
        .filteredOn(program -> program.path().equals("/app/server"))
        .extracting(Program::loaderMissing)
        .containsExactly(false);
  }

  @Test
  void followsTheEntrypointToItsLoader() throws SourceException {
    assertThat(started(List.of("server"), List.of("--port=80")))
        .containsExactly("ENTRYPOINT server /usr/local/bin/server", "LOADER " + LOADER + " null");
  }

  @Test
  void followsScriptsToInterpreterAndCommand() throws SourceException {
    assertThat(started(List.of("/start.sh"), List.of("server", "-v")))
        .containsExactly(
            "ENTRYPOINT /start.sh /start.sh",
            "INTERPRETER /bin/sh /usr/bin/dash",
            "COMMAND server /usr/local/bin/server",
            "LOADER " + LOADER + " null");
  }

  @Test
  void looksIntoShellFormsAndThroughLaunchers() throws SourceException {
    assertThat(started(List.of("/bin/sh", "-c", "A=b exec server -v"), List.of()))
        .contains("COMMAND server /usr/local/bin/server");
    assertThat(started(List.of("tini", "--", "server"), List.of()))
        .contains("ENTRYPOINT tini null", "COMMAND server /usr/local/bin/server");
  }

  @Test
  void saysWhatIsNotThere() throws SourceException {
    assertThat(started(List.of("/nowhere"), List.of())).containsExactly("ENTRYPOINT /nowhere null");
    assertThat(started(List.of("./server"), List.of())).containsExactly("ENTRYPOINT ./server null");
    assertThat(started(List.of(), List.of())).isEmpty();
  }

  @Test
  void followsRelativePathsFromTheWorkingDirectory() throws SourceException {
    assertThat(started("", "./start.sh")).startsWith("ENTRYPOINT ./start.sh /start.sh");
    assertThat(started("/usr/local", "bin/server"))
        .startsWith("ENTRYPOINT bin/server /usr/local/bin/server");
    assertThat(started("/bin/", "../local/bin/server"))
        .as("through the link that /bin is")
        .startsWith("ENTRYPOINT ../local/bin/server /usr/local/bin/server");
    assertThat(started("/usr", "./server")).containsExactly("ENTRYPOINT ./server null");
    assertThat(started("usr/local", "bin/server")).containsExactly("ENTRYPOINT bin/server null");
  }

  private static List<String> started(String directory, String entrypoint) throws SourceException {
    return started(new CommandLine(List.of(entrypoint), List.of(), List.of(), directory));
  }

  private static List<String> started(List<String> entrypoint, List<String> command)
      throws SourceException {
    return started(new CommandLine(entrypoint, command, List.of("PATH=/usr/local/bin:/bin"), ""));
  }

  private static List<String> started(CommandLine line) throws SourceException {
    Contents image =
        l ->
            l.file("usr/local/bin/server", APP)
                .file("usr/bin/dash", STATIC)
                .symlink("bin", "usr/bin")
                .symlink("usr/bin/sh", "dash")
                .file("start.sh", "#!/bin/sh\nexec \"$@\"\n")
                .mode(0755);
    return SurveyedLayers.survey(line, image).started().stream()
        .map(file -> file.role() + " " + file.name() + " " + file.path())
        .toList();
  }

  private static List<Elf> elves(Contents... layers) throws SourceException {
    return SurveyedLayers.survey(CommandLine.NONE, layers).programs().stream()
        .map(Program::elf)
        .toList();
  }
}
