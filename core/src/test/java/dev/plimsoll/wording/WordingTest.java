package dev.plimsoll.wording;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import dev.plimsoll.verdict.JudgedImage;
import dev.plimsoll.verdict.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordingTest {
  private static final String WEB = "registry.example.com/shop/web:1.4";
  private static final String MOVING = "[\\p{Cc}\\p{Cf}\\p{Cs}\u2028\u2029]";
  private static final Unknown SILENT =
      new Unknown(Cause.UNREACHABLE, "registry.example.com did not answer within 4 s");

  @Test
  void tellsWhoIsRefusedForWhatByWhomAndWhatToDo() {
    String refusal = Wording.refusal("Deployment shop/web", List.of(web(Enforcement.ENFORCE)));

    assertThat(refusal)
        .isEqualTo(
            """
            Deployment shop/web is refused: image registry.example.com/shop/web:1.4 of container web breaks root-user, compiler, pull-size; the fixes save 6.0 MiB of the pull
            - root-user: root (the image sets no USER), limit non-root (policy shop/load-line)
                by the image's config
                fix: end the Dockerfile with USER and a uid above 0, for example USER 10001, or set securityContext.runAsUser in the workload
            - compiler: 60.0 MiB on disk: gcc-12, limit none (policy shop/load-line)
                by layer 2, added on top of the base image: RUN apt-get update && apt-get install -y gcc
                fix: compile in a build stage and COPY --from it only what runs; saves 6.0 MiB of the pull
            - pull-size: 230.0 MiB to pull, limit 150.0 MiB (policy shop/load-line)
                by layer 2, added on top of the base image: RUN apt-get update && apt-get install -y gcc
                fix: build in one stage and copy only what runs into another, on a slim base: without compilers, headers, documentation and deleted files it is about 224.0 MiB; saves 6.0 MiB of the pull""");
  }

  @Test
  void standsAloneInItsFirstLineAndStaysWithinItsBounds() {
    List<JudgedImage> many =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    judged(
                        "registry.example.com/" + "x".repeat(200) + i, big(), Enforcement.ENFORCE))
            .toList();

    String refusal = Wording.refusal("Deployment shop/web", many);

    assertThat(refusal.lines().findFirst().orElseThrow()).hasSizeLessThanOrEqualTo(250);
    assertThat(refusal).hasSizeLessThanOrEqualTo(4096);
    assertThat(refusal.lines()).hasSizeLessThanOrEqualTo(20);
    assertThat(refusal).endsWith("and 102 more").contains("and 39 more images");
  }

  @Test
  void saysWhichImageEachViolationIsOfWhereThereAreSeveral() {
    String refusal =
        Wording.refusal(
            "Deployment shop/web",
            List.of(
                judged("a.example/one:1", big(), Enforcement.ENFORCE),
                judged("a.example/two:2", big(), Enforcement.ENFORCE)));

    assertThat(refusal)
        .contains("- a.example/one:1: compiler")
        .contains("- a.example/two:2: compiler");
  }

  @Test
  void saysInThePolicysWordsWhyTheUnjudgedIsRefused() {
    String refusal =
        Wording.refusal(
            "Pod shop/web",
            List.of(judged(WEB, new Uninspectable(SILENT, null), UndeterminedAction.DENY)));

    assertThat(refusal)
        .isEqualTo(
            """
            Pod shop/web is refused: image registry.example.com/shop/web:1.4 of container web could not be judged: registry.example.com did not answer within 4 s
            - pull-size, root-user, compiler: not judged (policy shop/load-line, whenUndetermined.unreachable: Deny)
                registry.example.com did not answer within 4 s""");
  }

  @Test
  void warnsInShortOfWhatIsOnlyWarnedOf() {
    assertThat(Wording.warnings(List.of(web(Enforcement.WARN))))
        .hasSize(3)
        .allSatisfy(w -> assertThat(w).hasSizeLessThanOrEqualTo(120).contains("web:1.4"))
        .anySatisfy(w -> assertThat(w).contains("pull-size 230.0 MiB to pull, limit 150.0 MiB"));
    assertThat(
            Wording.warnings(
                List.of(judged(WEB, new Uninspectable(SILENT, null), UndeterminedAction.WARN))))
        .singleElement()
        .satisfies(w -> assertThat(w).contains("not judged, registry.example.com did not answer"));
    assertThat(Wording.warnings(List.of(web(Enforcement.AUDIT)))).isEmpty();
  }

  @Test
  void aWarningNamesItsImageOnceAndSaysWhatToDo() {
    Unknown pending =
        new Unknown(
            Cause.SCAN_PENDING, "the files of " + WEB + " are still being read; try again shortly");

    assertThat(
            Wording.warnings(
                List.of(judged(WEB, new Uninspectable(pending, null), UndeterminedAction.WARN))))
        .containsExactly(
            "not judged: the files of registry.example.com/shop/web:1.4 are still being read;"
                + " try again shortly");
  }

  /// An image's own words reach the terminal of whoever is refused, and an API server drops a
  /// warning that holds a control character.
  @Test
  void nothingThatAnImageSaysMovesATerminal() {
    String user = "root:x\n\u001b[2J\u009b1A\u202e\u2028\u200b\ud800\tend";
    Facts loud = image().layer(1, "RUN \u001b]0;x\u0007 \u2067gcc").user(user).facts();
    Unknown hidden = new Unknown(Cause.UNREACHABLE, "a\nb\u001bc");

    String refusal =
        Wording.refusal(
            "Pod shop/web\u001b[1m",
            List.of(
                judged(WEB + "\n", loud, Enforcement.ENFORCE),
                judged(WEB, new Uninspectable(hidden, null), UndeterminedAction.DENY)));
    assertThat(refusal.lines().toList())
        .allSatisfy(line -> assertThat(line).doesNotContainPattern(MOVING))
        .anySatisfy(line -> assertThat(line).contains("USER root:x??[2J?1A???"))
        .anySatisfy(line -> assertThat(line).contains("a?b?c"));
    assertThat(refusal.replace("\n", "")).doesNotContainPattern(MOVING);

    List<JudgedImage> warned =
        List.of(
            judged(WEB + "\n", loud, Enforcement.WARN),
            judged(WEB, new Uninspectable(hidden, null), UndeterminedAction.WARN));
    assertThat(Wording.warnings(warned))
        .hasSizeGreaterThan(1)
        .allSatisfy(line -> assertThat(line).doesNotContainPattern(MOVING));
  }

  /// Half a character cannot be written as JSON: the whole answer would fail.
  @Test
  void cutsNoCharacterInTwo() {
    Facts smiling = image().layer(1, null).user("0:" + "\ud83d\ude00".repeat(200)).facts();
    assertThat(List.of("", "x", "xx"))
        .allSatisfy(
            shift ->
                assertThat(
                        Wording.warnings(List.of(judged(WEB + shift, smiling, Enforcement.WARN))))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cs}")));
  }

  private static JudgedImage web(Enforcement enforcement) {
    return judged(WEB, big(), enforcement);
  }

  private static Facts big() {
    return image()
        .layer(30, "ADD rootfs")
        .layer(200, "RUN apt-get update &&     apt-get install -y gcc")
        .files(FileClass.COMPILER, "gcc-12", 60, "/usr/bin/gcc-12")
        .base(BaseImage.Evidence.LAYERS, 1, "debian:12-slim")
        .facts();
  }

  private static JudgedImage judged(String name, Facts facts, Enforcement enforcement) {
    return judged(name, new Inspected(facts), enforcement, UndeterminedAction.DENY);
  }

  private static JudgedImage judged(String name, Inspection inspection, UndeterminedAction open) {
    return judged(name, inspection, Enforcement.ENFORCE, open);
  }

  private static JudgedImage judged(
      String name, Inspection inspection, Enforcement enforcement, UndeterminedAction open) {
    Policy policy =
        new Policy(
            "shop/load-line",
            ImageMatch.EVERYTHING,
            List.of(
                new RuleSetting<>(
                    new PullSize(), new PullSize.Parameters(Bytes.ofMebi(150)), enforcement),
                new RuleSetting<>(new RootUser(), new RootUser.Parameters(), enforcement),
                new RuleSetting<>(new Compiler(), new Compiler.Parameters(List.of()), enforcement)),
            Map.of(Cause.UNREACHABLE, open),
            List.of());
    Verdict verdict =
        new Evaluator(Measurements.ON_THE_SPOT)
            .evaluate(
                Collections.singletonList(policy),
                List.of(inspection),
                new ContainerContext("web", null));
    return new JudgedImage(name, "web", verdict);
  }
}
