package dev.plimsoll.rule;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.caches.ApkCache;
import dev.plimsoll.rule.caches.PipCache;
import dev.plimsoll.rule.runtime.DebugTool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MendingTest {
  private static final String LONG_HEAD =
      "RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tzdata"
          + " libpq5 libxml2 libjpeg62-turbo libmagic1 && ./configure --with-everything"
          + " --prefix=/opt";

  @ParameterizedTest
  @MethodSource("instructions")
  void changesOnlyTheCommandThatInstalls(String instruction, String fix) {
    assertThat(leavingOutGit(instruction)).isEqualTo(fix);
  }

  static Stream<Arguments> instructions() {
    return Stream.of(
        arguments(
            "RUN apt-get install -y git ca-certificates && git clone https://x/y && make",
            "replace RUN apt-get install -y git ca-certificates && git clone https://x/y && make"
                + " by RUN apt-get install -y ca-certificates && git clone https://x/y && make"),
        arguments(
            "RUN apt-get install -y git libpq5 && npm install",
            "replace RUN apt-get install -y git libpq5 && npm install by"
                + " RUN apt-get install -y libpq5 && npm install"),
        arguments("RUN poetry install", "in RUN poetry install: leave out git"),
        arguments("RUN npm ci && make install", "in RUN npm ci && make install: leave out git"),
        arguments(
            "RUN apt-get install -y git",
            "drop RUN apt-get install -y git, which installs nothing else"),
        arguments(
            "RUN apk add --no-cache --virtual .deps git=2.45 && npm install",
            "in RUN apk add --no-cache --virtual .deps git=2.45 && npm install: drop apk add"
                + " --no-cache --virtual .deps git=2.45, which installs nothing else"),
        arguments(
            "RUN apt-get install -y git > /dev/null; pip install git==1 flask",
            "in RUN apt-get install -y git > /dev/null; pip install git==1 flask: drop apt-get"
                + " install -y git > /dev/null, which installs nothing else; replace pip install"
                + " git==1 flask by pip install flask"),
        arguments(
            "RUN pip install -r requirements.txt git",
            "replace RUN pip install -r requirements.txt git by"
                + " RUN pip install -r requirements.txt"),
        arguments(
            "RUN echo 'apt-get install x && git' && if true; then apt-get install git; fi",
            "in RUN echo 'apt-get install x && git' && if true; then apt-get install git; fi:"
                + " leave out git"),
        arguments("COPY git /usr/bin/", "in COPY git /usr/bin/: leave out git"));
  }

  @Test
  void showsTheCommandThatChangesRatherThanTheHeadOfALongLine() {
    assertThat(leavingOutGit(LONG_HEAD + " && apt-get install -y curl git:amd64 && make"))
        .startsWith("in RUN apt-get update && apt-get install")
        .endsWith(": replace apt-get install -y curl git:amd64 by apt-get install -y curl");
    assertThat(leavingOutGit("RUN <<EOF\napt-get update\napt-get install -y git less\nEOF"))
        .isEqualTo(
            "in RUN <<EOF apt-get update apt-get install -y git less EOF:"
                + " replace apt-get install -y git less by apt-get install -y less");
  }

  @Test
  void namesWhatToLeaveOutOfACommandThatIsTooLongToBeShown() {
    String many = "libsomething-of-a-long-name ".repeat(6);

    assertThat(leavingOutGit("RUN apt-get install -y " + many + "git"))
        .startsWith("in RUN apt-get install -y libsomething")
        .endsWith("…: leave out git");
  }

  @Test
  void showsHowACacheIsLeftOutWhereALongLineChanges() {
    Facts facts =
        image()
            .layer(5, LONG_HEAD + " && pip install flask && make")
            .files(FileClass.PIP_CACHE, null, 30, "/root/.cache/pip/http/a")
            .facts();

    assertThat(new PipCache().measure(facts).getFirst().fix())
        .endsWith("…: replace pip install flask by pip install --no-cache-dir flask");
  }

  @Test
  void advisesWhereTheChangeOfACacheIsTooLongToBeShown() {
    Facts facts =
        image()
            .layer(5, "RUN apk update && apk add " + "some-package ".repeat(12) + "curl")
            .files(FileClass.APK_CACHE, null, 30, "/var/cache/apk/APKINDEX.tar.gz")
            .facts();

    assertThat(new ApkCache().measure(facts).getFirst().fix())
        .endsWith("…: install with apk add --no-cache, without apk update");
  }

  private static String leavingOutGit(String instruction) {
    Facts facts =
        image()
            .layer(50, instruction)
            .files(FileClass.DEBUG_TOOL, "git", 30, "/usr/bin/git")
            .facts();
    return new DebugTool().measure(facts).getFirst().fix().replaceFirst("; to look into a.*", "");
  }
}
