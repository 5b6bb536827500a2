package dev.plimsoll.operator.admission;

import static dev.plimsoll.operator.admission.Reviews.bytes;
import static dev.plimsoll.operator.admission.Reviews.kind;
import static dev.plimsoll.operator.admission.Reviews.object;
import static dev.plimsoll.operator.admission.Reviews.review;
import static dev.plimsoll.operator.admission.Reviews.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reference.Reference;
import dev.plimsoll.verdict.JudgedImage;
import dev.plimsoll.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeniencyTest {
  private static final Decision REFUSED =
      new Decision(
          "Pod shop/web",
          new AdmissionResponse(
              false, "Pod shop/web: web:1 breaks root-user\n- more", List.of(), Map.of("a", "b")),
          List.of(new JudgedImage("web:1", "app", new Verdict.Denied(List.of(), List.of()))));
  private static final Decision WARNED =
      new Decision(
          "Pod shop/web",
          new AdmissionResponse(true, "", List.of("root-user"), Map.of("a", "b")),
          List.of(new JudgedImage("web:1", "app", new Verdict.Admitted(List.of()))));

  @Test
  void changesNothingWhileBreakGlassIsOff() {
    Leniency leniency = new Leniency(Optional::empty, new ExcludedSubjects(Set.of(), Set.of()));

    assertThat(leniency.soften(REFUSED)).isSameAs(REFUSED);
    assertThat(leniency.soften(WARNED)).isSameAs(WARNED);
    assertThat(REFUSED.isExcused()).isFalse();
  }

  @Test
  void refusesNothingUnderBreakGlassAndKeepsForTheAuditLogWhatItWouldHave() {
    Leniency leniency =
        new Leniency(() -> Optional.of("incident 7"), new ExcludedSubjects(Set.of(), Set.of()));

    Decision decision = leniency.soften(REFUSED);

    assertThat(decision.response().allowed()).isTrue();
    assertThat(decision.response().refusal()).isEmpty();
    assertThat(decision.response().auditAnnotations())
        .containsEntry("a", "b")
        .containsEntry(
            "break-glass",
            "passed under break-glass (incident 7); else: Pod shop/web: web:1 breaks root-user");
    assertThat(decision.images()).isEqualTo(REFUSED.images());
    assertThat(decision.isExcused()).isTrue();
  }

  @Test
  void warnsOfNothingUnderBreakGlass() {
    Leniency leniency =
        new Leniency(() -> Optional.of("incident 7"), new ExcludedSubjects(Set.of(), Set.of()));

    Decision decision = leniency.soften(WARNED);

    assertThat(decision.response().warnings()).isEmpty();
    assertThat(decision.response().auditAnnotations()).containsOnlyKeys("a");
    assertThat(decision.isExcused()).isFalse();
  }

  @Test
  void whoIsRefusedByWhatWasKnownIsToldSoAndTheAuditLogIsEitherWay() {
    String sentence =
        Staleness.of(Reference.parse("registry.example.com/shop/cart:1"), Duration.ofMinutes(200));

    assertThat(sentence)
        .isEqualTo("shop/cart:1: the registry is away; judged by what the tag meant 3 h ago")
        .hasSizeLessThan(121);
    assertThat(REFUSED.knowing(List.of(sentence)).response().warnings()).containsExactly(sentence);
    assertThat(WARNED.knowing(List.of(sentence)).response().warnings())
        .containsExactly("root-user");
    assertThat(WARNED.knowing(List.of(sentence)).response().auditAnnotations())
        .containsEntry("stale", sentence);
    assertThat(WARNED.knowing(List.of())).isSameAs(WARNED);
  }

  @ParameterizedTest
  @CsvSource({
    "jane, '', not judged: sent by user jane",
    "'', developers, not judged: sent by a member of developers",
    "john, admins, ",
    "'', jane, ",
    "developers, '', ",
  })
  void leavesOutTheUsersAndGroupsThatAreNamed(String user, String group, String why)
      throws Exception {
    Leniency leniency =
        new Leniency(Optional::empty, new ExcludedSubjects(Set.of(user), Set.of(group)));
    Review review =
        ReviewReader.read(
            bytes(
                review("CREATE", kind("Pod"), object(kind("Pod"), "", template("", "web:1"), 1), "")
                    .replace("\"oldObject\":,", "")));

    Optional<Decision> decision = leniency.without(review);

    assertThat(review.requester()).isEqualTo(new Review.Requester("jane", Set.of("developers")));
    if (why == null) {
      assertThat(decision).isEmpty();
    } else {
      assertThat(decision)
          .hasValueSatisfying(
              d -> {
                assertThat(d.response().allowed()).isTrue();
                assertThat(d.response().auditAnnotations())
                    .containsExactly(Map.entry("excluded-subject", why));
              });
    }
  }
}
