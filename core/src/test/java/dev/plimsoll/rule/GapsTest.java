package dev.plimsoll.rule;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.facts.secret.SecretKind;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.metadata.Sshd;
import dev.plimsoll.rule.packages.PackageCount;
import dev.plimsoll.rule.packages.PackageDenied;
import dev.plimsoll.rule.packages.PackageRequired;
import dev.plimsoll.rule.secrets.SecretFile;
import dev.plimsoll.rule.user.SetuidFiles;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What was not read or is not listed is never taken for what is not there.
class GapsTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final String NO_ROOM =
      "layer 2 holds more to be looked into than there is room for; some was not read";
  private static final String BIG_STATUS =
      "layer 2 has a /var/lib/dpkg/status of 40.0 MiB, too large to be read";
  private static final String BIG_MANIFEST =
      "layer 2 has a /app/node_modules/a/package.json of 3.0 MiB, too large to be read";
  private static final String MANY =
      "there are more than 20000 packages of one kind; the others were not read";
  private static final String CROWDED =
      "layer 2 has more that was not read or understood than is told here";

  static Stream<Arguments> gaps() {
    return Stream.of(
        arguments(NO_ROOM, new SecretFile(), "secrets"),
        arguments(NO_ROOM, new Sshd(), "programs"),
        arguments(NO_ROOM, new PackageDenied(), "packages"),
        arguments(BIG_STATUS, new PackageDenied(), "packages"),
        arguments(BIG_STATUS, new PackageCount(), "packages of the operating system"),
        arguments(BIG_STATUS, new Sshd(), "packages of the operating system"),
        arguments(BIG_MANIFEST, new PackageDenied(), "packages"),
        arguments(MANY, new PackageCount(), "packages of the operating system"),
        arguments(CROWDED, new PackageDenied(), "packages"));
  }

  @ParameterizedTest
  @MethodSource("gaps")
  void cannotMeasureWhatWasNotRead(String remark, Rule<?> rule, String what) {
    assertThat(unmeasured(rule, debian().remark(remark).facts()))
        .containsExactly(
            new Unknown(
                Cause.UNREADABLE, remark + ", so there may be " + what + " that nobody sees"));
    assertThat(unmeasured(rule, debian().facts())).isEmpty();
  }

  @Test
  void isNotMovedByOtherRemarks() {
    Facts facts =
        debian()
            .remark("layer 2 has a /etc/passwd of 2.0 MiB, too large to be read")
            .remark("layer 2 has a /var/lib/rpm/rpmdb.sqlite-wal of 2.0 MiB, too large to be read")
            .remark("layer 2 has pax headers for all entries at once, which were ignored")
            .facts();

    for (Rule<?> rule :
        List.of(
            new SecretFile(),
            new Sshd(),
            new PackageDenied(),
            new PackageCount(),
            new SetuidFiles())) {
      assertThat(unmeasured(rule, facts)).isEmpty();
    }
    assertThat(unmeasured(new PackageCount(), debian().remark(BIG_MANIFEST).facts())).isEmpty();
    assertThat(unmeasured(new SetuidFiles(), debian().remark(NO_ROOM).facts())).isEmpty();
  }

  @Test
  void cannotTellThatARequiredPackageIsMissing() {
    PackageRequired rule = new PackageRequired();
    Finding finding = rule.measure(debian().remark(BIG_STATUS).facts()).getFirst();

    assertThat(rule.judge(finding, new PackageRequired.Parameters(List.of("tini")), ANY))
        .isInstanceOfSatisfying(
            Judgement.Undecided.class,
            undecided -> assertThat(undecided.why().cause()).isEqualTo(Cause.UNREADABLE));
    assertThat(rule.judge(finding, new PackageRequired.Parameters(List.of("bash")), ANY))
        .isEqualTo(new Judgement.Within());
  }

  @Test
  void doesNotTakeAFullListForAllSecrets() {
    FactsBuilder image = debian();
    for (int i = 0; i < 499; i++) {
      image.secret(SecretKind.PRIVATE_KEY, "/app/testdata/" + i, 0);
    }
    SecretFile rule = new SecretFile();
    SecretFile.Parameters allowed = new SecretFile.Parameters(List.of("/app/testdata/"));

    List<Finding> findings = rule.measure(image.facts());
    assertThat(rule.judge(findings.getFirst(), allowed, ANY)).isEqualTo(new Judgement.Within());
    assertThat(unmeasured(rule, image.facts())).isEmpty();
    assertThat(unmeasured(rule, image.secret(SecretKind.PRIVATE_KEY, "/app/testdata/a", 0).facts()))
        .containsExactly(
            new Unknown(
                Cause.UNREADABLE,
                "the image has so many secrets that no more than 500 are listed; remove some"));
  }

  @Test
  void doesNotTakeAFullListForAllSetuidFiles() {
    FactsBuilder image = debian();
    for (int i = 0; i < 500; i++) {
      image.privileged("/usr/bin/" + i, 04755, null);
    }

    assertThat(unmeasured(new SetuidFiles(), image.facts()))
        .extracting(Unknown::cause)
        .containsExactly(Cause.UNREADABLE);
  }

  private static List<Unknown> unmeasured(Rule<?> rule, Facts facts) {
    return rule.measure(facts).stream()
        .map(Finding::measure)
        .filter(Measure.Unmeasured.class::isInstance)
        .map(measure -> ((Measure.Unmeasured) measure).why())
        .toList();
  }

  private static FactsBuilder debian() {
    return image()
        .debian()
        .layer(5, "ADD rootfs")
        .installed("bash", List.of())
        .layer(5, "COPY . .");
  }
}
