package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.TestImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgedPlatformsTest extends InspectedImages {
  private static final Platform ARM = Platform.parse("linux/arm64/v8");

  @Test
  void judgesThePlatformsWanted() {
    TestImage amd = debian().build();
    TestImage arm = debian().platform(ARM).build();
    images.add(NAME, TestImage.indexOf(amd, arm));
    assertThat(platforms(List.of(Platform.LINUX_AMD64))).containsExactly(Platform.LINUX_AMD64);
    assertThat(platforms(List.of(ARM))).containsExactly(ARM);
    assertThat(platforms(List.of(Platform.parse("linux/arm64")))).containsExactly(ARM);
    assertThat(platforms(List.of())).containsExactly(Platform.LINUX_AMD64, ARM);
  }

  @Test
  void othersMayKnowAnImageByItsConfigAndByAnIndexOfWhichNoOtherImageIsJudged() {
    TestImage amd = debian().build();
    TestImage index = TestImage.indexOf(amd, debian().platform(ARM).build());
    images.add(NAME, index);

    platforms(List.of());
    assertThat(inspector.aliasesOf(amd.digest())).containsExactly(amd.digest(), amd.config());

    platforms(List.of(Platform.LINUX_AMD64));
    assertThat(inspector.aliasesOf(amd.digest()))
        .containsExactly(amd.digest(), amd.config(), index.digest());
    assertThat(inspector.aliasesOf(index.digest())).containsExactly(index.digest());
  }

  @Test
  void judgesAllThereAreWhereNoneIsWanted() {
    TestImage amd = debian().build();
    images.add(NAME, TestImage.indexOf(amd, debian().platform(ARM).build()));
    assertThat(platforms(List.of(Platform.parse("linux/s390x"))))
        .containsExactly(Platform.LINUX_AMD64, ARM);
  }

  @Test
  void judgesNoAttestations() {
    TestImage attestation =
        ImageBuilder.image()
            .platform(Platform.parse("unknown/unknown"))
            .configMediaType("application/vnd.in-toto+json")
            .build();
    images.add(NAME, TestImage.indexOf(debian().build(), attestation));
    assertThat(platforms(List.of())).containsExactly(Platform.LINUX_AMD64);
  }

  /// Runtimes take these names for linux/amd64, and what names no system for their own.
  @ParameterizedTest
  @ValueSource(strings = {"Linux/x86_64", "linux/AMD64", "linux/x86-64/v1"})
  void judgesWhateverANodeWouldTakeForItsOwn(String platform) {
    Platform other = Platform.parse(platform);
    images.add(NAME, TestImage.indexOf(debian().platform(other).build(), debian().build()));
    assertThat(platforms(List.of(Platform.LINUX_AMD64)))
        .containsExactly(other, Platform.LINUX_AMD64);
  }

  @Test
  void judgesWhatALaterProcessorRunsToo() {
    Platform six = Platform.parse("linux/arm/v6");
    images.add(NAME, TestImage.indexOf(debian().platform(six).build(), debian().build()));
    assertThat(platforms(List.of(Platform.parse("linux/arm/v7")))).containsExactly(six);
    assertThat(platforms(List.of(Platform.parse("linux/arm/v5"))))
        .as("none for it, so all")
        .hasSize(2);
  }

  @Test
  void refusesAnIndexOfNothing() {
    TestImage attestation =
        ImageBuilder.image().platform(Platform.parse("unknown/unknown")).build();
    images.add(NAME, TestImage.indexOf(attestation));
    assertThat(uninspectable(ask(NAME, Depth.CONFIG)).why().detail())
        .contains("an index of 0 images");
  }
}
