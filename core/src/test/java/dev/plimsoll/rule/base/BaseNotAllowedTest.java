package dev.plimsoll.rule.base;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.BaseImage.Known;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaseNotAllowedTest {
  private static final String GLOB = "registry.example.com/bases/**";
  private static final String ALLOWED = "registry.example.com/bases/debian:12";
  private final BaseNotAllowed rule = new BaseNotAllowed();

  @Test
  void allowsABaseThatLayersProve() {
    assertThat(judge(own().base(Evidence.LAYERS, 1, ALLOWED))).isEqualTo(new Within());
  }

  @Test
  void refusesAnotherBaseThatLayersProve() {
    assertThat(judge(own().base(Evidence.LAYERS, 1, "debian:12")))
        .isEqualTo(new Beyond("base debian:12", GLOB));
  }

  @Test
  void allowsWhatIsBuiltOnAnAllowedBaseOrHasTwoNames() {
    FactsBuilder higher =
        own().onKnown(new Known("team/python:3.12", 2, null), new Known(ALLOWED, 1, null));

    assertThat(judge(higher)).isEqualTo(new Within());
  }

  @Test
  void neverAdmitsByAnAnnotationAlone() {
    assertThat(judge(claiming(ALLOWED)))
        .isInstanceOfSatisfying(
            Undecided.class,
            undecided -> assertThat(undecided.why().detail()).contains("only says", ALLOWED));
  }

  @Test
  void refusesByAnAnnotationAlone() {
    assertThat(judge(claiming("centos:7")))
        .isEqualTo(new Beyond("base centos:7, as the image says", GLOB));
    assertThat(judge(claiming("!!no reference!!"))).isInstanceOf(Beyond.class);
  }

  @Test
  void goesByTheLayersWhateverTheAnnotationSays() {
    assertThat(judge(claiming(ALLOWED).base(Evidence.LAYERS, 1, "debian:12")))
        .isInstanceOf(Beyond.class);
  }

  @Test
  void cannotTellWhereNothingTells() {
    assertThat(judge(own().debian().base(Evidence.OPERATING_SYSTEM, 1, null)))
        .isInstanceOfSatisfying(
            Undecided.class,
            undecided -> assertThat(undecided.why().detail()).contains("knownBases"));
  }

  @Test
  void allowsScratchWhereTheFilesShowNoSystemAtAll() {
    assertThat(judge(program(), GLOB, "scratch")).isEqualTo(new Within());
    assertThat(judge(program())).isEqualTo(new Beyond("base scratch", GLOB));
  }

  @Test
  void doesNotTakeASystemWithoutItsReleaseFileForScratch() {
    FactsBuilder shell = program().files(FileClass.SHELL, null, 1, "/bin/sh");
    FactsBuilder manager = program().files(FileClass.PACKAGE_MANAGER, null, 1, "/sbin/apk");
    FactsBuilder packages = program().installed("libc6", List.of());
    FactsBuilder unread = own().base(Evidence.NONE, 0, null);

    for (FactsBuilder image : List.of(shell, manager, packages, unread, program().debian())) {
      assertThat(judge(image, "scratch")).isInstanceOf(Undecided.class);
    }
  }

  @Test
  void needsFilesOnlyWhereNeitherLayersNorAnnotationTell() {
    assertThat(rule.depthFor(own().facts().on(BaseImage.UNREAD))).isEqualTo(Depth.FILES);
    assertThat(rule.depthFor(claiming("a").facts())).isEqualTo(Depth.CONFIG);
  }

  private static FactsBuilder own() {
    return image().layer(30, "ADD rootfs").layer(1, "COPY . /app");
  }

  private static FactsBuilder claiming(String base) {
    return own().base(Evidence.ANNOTATION, 0, base).claimsBase(base);
  }

  private static FactsBuilder program() {
    return image()
        .layer(9, "COPY server /")
        .files(FileClass.OTHER, null, 9, "/server")
        .base(Evidence.NONE, 0, null);
  }

  private Judgement judge(FactsBuilder image, String... globs) {
    return rule.judge(
        rule.measure(image.facts()).getFirst(),
        new BaseNotAllowed.Parameters(globs.length == 0 ? List.of(GLOB) : List.of(globs)),
        new ContainerContext("web", null));
  }
}
