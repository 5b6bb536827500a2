package dev.plimsoll.rule.buildtools;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.parameter.MaxSize;
import org.junit.jupiter.api.Test;

class BuildLeftoversTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final BuildLeftovers rule = new BuildLeftovers();

  @Test
  void findsWhatOwnLayersLeaveBehind() {
    FactsBuilder image =
        image()
            .layer(5, "ADD")
            .files(FileClass.BUILD_LEFTOVER, null, 12, "/usr/src/php.tar.xz")
            .layer(5, "RUN make install")
            .files(FileClass.BUILD_LEFTOVER, null, 3, "/app/build/main.o")
            .files(FileClass.OTHER, null, 3, "/app/server")
            .files(FileClass.BUILD_LEFTOVER, "libx-dev", 3, "/usr/lib/libx.a")
            .hidden(FileClass.BUILD_LEFTOVER, null, 3, "/tmp/src.tar.gz")
            .layer(5, "COPY --from=build /src /src")
            .files(FileClass.BUILD_LEFTOVER, null, 4, "/src/CMakeFiles/x")
            .base(BaseImage.Evidence.LAYERS, 1, "php:8");

    assertThat(rule.measure(image.facts()))
        .satisfiesExactly(
            made -> {
              assertThat(made.evidence())
                  .containsExactly(new Evidence("/app/build/main.o", Bytes.ofMebi(3)));
              assertThat(made.fix())
                  .startsWith("in RUN make install: remove what is not needed any more")
                  .contains("/app/build/main.o");
              assertThat(Finding.diskSizeOf(made.reclaimable())).isEqualTo(Bytes.ofMebi(3));
            },
            copied ->
                assertThat(copied.fix())
                    .isEqualTo(
                        "in COPY --from=build /src /src: copy only the result of the build, not the"
                            + " directory with /src/CMakeFiles/x"));
  }

  @Test
  void judgesTheirSize() {
    Finding finding =
        rule.measure(
                image().layer(5, null).files(FileClass.BUILD_LEFTOVER, null, 3, "/a.o").facts())
            .getFirst();

    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("3.0 MiB on disk of build leftovers", "64.0 KiB"));
    assertThat(rule.judge(finding, MaxSize.ofMebi(3), ANY)).isEqualTo(new Within());
  }
}
