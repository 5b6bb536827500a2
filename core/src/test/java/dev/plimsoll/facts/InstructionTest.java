package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plimsoll.facts.Instruction.Kind;
import dev.plimsoll.facts.Instruction.Origin;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What builders write into the history, and the instruction that it stands for.
class InstructionTest {

  static Stream<Arguments> written() {
    return Stream.of(
        arguments("classic RUN", "/bin/sh -c apt-get update", "RUN apt-get update"),
        arguments("classic ENV", "/bin/sh -c #(nop)  ENV A=b", "ENV A=b"),
        arguments("classic CMD", "/bin/sh -c #(nop)  CMD [\"sh\"]", "CMD [\"sh\"]"),
        arguments(
            "classic ADD",
            "/bin/sh -c #(nop) ADD file:0123456789abcdef0123456789abcdef in / ",
            "ADD file:0123456789ab /"),
        arguments(
            "classic COPY",
            "/bin/sh -c #(nop) COPY dir:fedcba98765432100123456789abcdef in /app/ ",
            "COPY dir:fedcba987654 /app/"),
        arguments(
            "classic arguments",
            "|2 TOKEN=s3cret VERSION=1 2 /bin/sh -c make install",
            "RUN make install"),
        arguments("classic SHELL", "/bin/bash -o pipefail -c a | b", "RUN a | b"),
        arguments("bash with options", "/bin/bash -exo pipefail -c a", "RUN a"),
        arguments("BuildKit RUN", "RUN /bin/sh -c apt-get update # buildkit", "RUN apt-get update"),
        arguments(
            "BuildKit arguments", "RUN |1 TOKEN=s3cret /bin/sh -c make # buildkit", "RUN make"),
        arguments("BuildKit COPY", "COPY . /app # buildkit", "COPY . /app"),
        arguments("BuildKit WORKDIR", "WORKDIR /app", "WORKDIR /app"),
        arguments("BuildKit exec form", "RUN pip install x # buildkit", "RUN pip install x"),
        arguments(
            "kaniko", "RUN apt-get update && apt-get clean", "RUN apt-get update && apt-get clean"),
        arguments(
            "several lines",
            "RUN /bin/sh -c set -eux; \tapt-get update;\n make # buildkit",
            "RUN set -eux; \tapt-get update;\n make"),
        arguments(
            "debuerreotype", "# debian.sh --arch 'amd64' out/", "# debian.sh --arch 'amd64' out/"),
        arguments("jib", "jib-maven-plugin:3.4.0", "jib-maven-plugin:3.4.0"),
        arguments("ko", "ko build ko://example.com/cmd", "ko build ko://example.com/cmd"),
        arguments("a path that only begins so", "/bin/shiny -c x", "/bin/shiny -c x"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("written")
  void readsWhatBuildersWrite(String name, String createdBy, String expected) {
    assertThat(Instruction.of(createdBy)).as(name).contains(new Instruction(expected));
  }

  @Test
  void isSilentWhereNothingIsSaid() {
    assertThat(Instruction.of("")).isEmpty();
    assertThat(Instruction.of("  \n")).isEmpty();
    assertThat(Instruction.of("/bin/sh -c #(nop) ")).isEmpty();
  }

  @Test
  void survivesHistoriesMadeToHarm() {
    String options = "/bin/sh" + " -a".repeat(100_000);
    assertThat(Instruction.of(options)).isPresent();
    assertThat(Instruction.of("|1 " + "/bin/sh -a ".repeat(20_000))).isPresent();
    assertThat(Instruction.of("RUN " + "x".repeat(5_000_000)).orElseThrow().text())
        .hasSizeLessThan(100_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          COPY . /app # buildkit                              | COPY | FROM_CONTEXT
          COPY --chown=app:app package.json yarn.lock ./ # buildkit | COPY | FROM_CONTEXT
          COPY /app/dist /usr/share/nginx/html # buildkit     | COPY | UNKNOWN
          COPY --from=build dist /srv                         | COPY | FROM_STAGE
          COPY ["package.json", "a b", "/app/"]               | COPY | FROM_CONTEXT
          COPY <<EOF /etc/app.conf # buildkit                 | COPY | FROM_CONTEXT
          /bin/sh -c #(nop) COPY dir:fedcba98765432100123456789abcdef in /app/ | COPY | UNKNOWN
          /bin/sh -c #(nop) COPY multi:fedcba98765432100123456789abcdef in /app/ | COPY | UNKNOWN
          /bin/sh -c #(nop) ADD file:0123456789abcdef0123456789abcdef in / | ADD | UNKNOWN
          ADD rootfs.tar / # buildkit                         | ADD  | FROM_CONTEXT
          ADD /rootfs.tar / # buildkit                        | ADD  | FROM_CONTEXT
          ADD https://example.com/x.tgz /opt/ # buildkit      | ADD  | REMOTE
          ADD --checksum=sha256:00 HTTP://example.com/x /x    | ADD  | REMOTE
          ADD git@example.com:a/b.git /src # buildkit         | ADD  | REMOTE
          COPY https.txt /x # buildkit                        | COPY | FROM_CONTEXT
          ADD ./https://x /x # buildkit                       | ADD  | FROM_CONTEXT
          RUN /bin/sh -c make # buildkit                      | RUN  | UNKNOWN
          /bin/sh -c make                                     | RUN  | UNKNOWN
          WORKDIR /app                                        | OTHER | UNKNOWN
          COPYRIGHT notice                                    | OTHER | UNKNOWN
          ko build ko://example.com/cmd                       | OTHER | UNKNOWN
          COPY                                                | OTHER | UNKNOWN
          """)
  void tellsKindAndWhereFilesComeFrom(String createdBy, Kind kind, Origin origin) {
    Instruction instruction = Instruction.of(createdBy).orElseThrow();
    assertThat(instruction.kind()).isEqualTo(kind);
    assertThat(instruction.origin()).isEqualTo(origin);
    assertThat(instruction.addsRemote()).isEqualTo(origin == Origin.REMOTE);
  }

  @Test
  void listsSources() {
    assertThat(new Instruction("COPY --link a b /x/").sources()).containsExactly("a", "b");
    assertThat(new Instruction("COPY [\"a\", \"/x/\"]").sources()).containsExactly("a");
    assertThat(new Instruction("RUN cp a b").sources()).isEmpty();
  }

  @Test
  void hasTheCommandsOfAnyBuildersRun() {
    List<List<String>> expected =
        List.of(List.of("apt-get", "update"), List.of("apt-get", "install", "-y", "curl"));
    for (String createdBy :
        List.of(
            "/bin/sh -c apt-get update && apt-get install -y curl",
            "|1 A=b /bin/sh -c apt-get update && apt-get install -y curl",
            "RUN |1 A=b /bin/sh -c apt-get update && apt-get install -y curl # buildkit",
            "RUN /bin/bash -o pipefail -c apt-get update\napt-get install -y curl\n # buildkit",
            "RUN --mount=type=cache,target=/x apt-get update; apt-get install -y curl",
            "RUN <<EOF\napt-get update\napt-get install -y curl\nEOF",
            "RUN [\"sh\", \"-c\", \"apt-get update && apt-get install -y curl\"]")) {
      assertThat(Instruction.of(createdBy).orElseThrow().commands())
          .as(createdBy)
          .isEqualTo(expected);
    }
    assertThat(new Instruction("RUN [\"apt-get\", \"update\"]").commands())
        .containsExactly(List.of("apt-get", "update"));
    assertThat(new Instruction("COPY a && b").commands()).isEmpty();
  }
}
