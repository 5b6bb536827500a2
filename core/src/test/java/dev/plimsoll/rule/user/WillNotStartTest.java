package dev.plimsoll.rule.user;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.ContainerContext.Security;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WillNotStartTest {
  private final WillNotStart rule = new WillNotStart();

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0:0", ":1000", "00"})
  void deniesRootWhereTheWorkloadForbidsIt(String declared) {
    assertThat(judge(declared, new Security(null, true)))
        .isInstanceOfSatisfying(
            Beyond.class, beyond -> assertThat(beyond.actual()).startsWith("root (the image sets"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "app:1000", "root", "nobody"})
  void deniesANameWhateverItsUid(String declared) {
    assertThat(judge(declared, new Security(null, true)))
        .isEqualTo(
            new Beyond(
                "the image sets USER "
                    + declared
                    + ", a name, of which the kubelet cannot tell whether it is root",
                "a uid above 0, as runAsNonRoot asks"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "10001:0"})
  void isContentWithANumberAboveZero(String declared) {
    assertThat(judge(declared, new Security(null, true))).isEqualTo(new Within());
  }

  @Test
  void goesByTheWorkloadsUidWhereThereIsOne() {
    assertThat(judge("root", new Security(7L, true))).isEqualTo(new Within());
    assertThat(judge("app", new Security(7L, true))).isEqualTo(new Within());
    assertThat(judge("10001", new Security(0L, true)))
        .isEqualTo(
            new Beyond("securityContext.runAsUser is 0", "a uid above 0, as runAsNonRoot asks"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "root", "app"})
  void hasNothingToSayWhereTheWorkloadDoesNotForbidRoot(String declared) {
    assertThat(judge(declared, Security.UNSET)).isEqualTo(new Within());
    assertThat(judge(declared, new Security(null, false))).isEqualTo(new Within());
    assertThat(judge(declared, new Security(0L, false))).isEqualTo(new Within());
  }

  @Test
  void writesTheUidOfANameIntoTheFix() {
    Finding known = finding(image().user("app:app").passwd("app", 999).facts());
    Finding unknown = finding(image().user("app").facts());

    assertThat(known.fix())
        .isEqualTo(
            "end the Dockerfile with USER 999 instead of USER app:app, which is the uid that it"
                + " has, or set securityContext.runAsUser: 999 in the workload");
    assertThat(unknown.fix()).startsWith("end the Dockerfile with USER 10001 instead of USER app,");
    assertThat(finding(image().facts()).fix()).contains("USER 10001 instead of no USER,");
  }

  private Judgement judge(String declared, Security security) {
    return rule.judge(
        finding(image().user(declared).facts()),
        rule.defaults(),
        new ContainerContext("web", security, null, null, Map.of(), null, null));
  }

  private Finding finding(Facts facts) {
    return rule.measure(facts).getFirst();
  }
}
