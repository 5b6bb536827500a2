package dev.plimsoll.rule.buildtools;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.program.Elf;
import dev.plimsoll.facts.program.Elf.Linkage;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnstrippedBinaryTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final PackageName MODULE = new PackageName(Ecosystem.GO, "example.com/server");
  private static final PackageName WHEEL = new PackageName(Ecosystem.PYTHON, "numpy");
  private final UnstrippedBinary rule = new UnstrippedBinary();

  @Test
  void findsSymbolsFromAMebibyte() {
    Finding finding =
        rule.measure(
                image()
                    .layer(5, "COPY --from=build /out /")
                    .program("/a", elf(2 << 20))
                    .program("/b", elf(1 << 20))
                    .program("/small", elf((1 << 20) - 1))
                    .facts())
            .getFirst();

    assertThat(finding.severity()).isEqualTo(Severity.ADVICE);
    assertThat(finding.evidence())
        .containsExactly(new Evidence("/a", Bytes.ofMebi(2)), new Evidence("/b", Bytes.ofMebi(1)));
    assertThat(finding.fix())
        .startsWith("in COPY --from=build /out /: strip /a (Rust:")
        .endsWith("frees 3.0 MiB");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isInstanceOfSatisfying(
            Beyond.class,
            beyond ->
                assertThat(beyond.actual())
                    .isEqualTo("3.0 MiB on disk of symbols and debugging sections"));
    assertThat(rule.judge(finding, MaxSize.ofMebi(3), ANY)).isEqualTo(new Within());
  }

  @Test
  void namesGosOwnWay() {
    FactsBuilder image = image().layer(5, "COPY").program("/a", MODULE, elf(2 << 20), false);

    assertThat(rule.measure(image.facts()).getFirst().fix())
        .contains("go build -ldflags=\"-s -w\"");
  }

  @Test
  void refusesASingleMebibyteByDefault() {
    FactsBuilder image = image().layer(5, "COPY").program("/a", elf(1 << 20));

    assertThat(rule.judge(rule.measure(image.facts()).getFirst(), rule.defaults(), ANY))
        .isInstanceOf(Beyond.class);
  }

  @Test
  void leavesTheBaseAndPackagesAlone() {
    FactsBuilder image =
        image()
            .layer(5, "ADD")
            .program("/usr/local/bin/node", elf(20 << 20))
            .layer(5, "RUN pip install numpy")
            .program("/numpy/core.so", WHEEL, elf(20 << 20), false)
            .base(BaseImage.Evidence.LAYERS, 1, "node:20");

    assertThat(rule.measure(image.facts())).isEmpty();
  }

  private static Elf elf(long strippable) {
    return new Elf(Linkage.STATIC, null, List.of(), List.of(), strippable, true);
  }
}
