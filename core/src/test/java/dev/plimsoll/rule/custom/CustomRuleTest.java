package dev.plimsoll.rule.custom;

import static dev.plimsoll.rule.custom.CustomRules.facts;
import static dev.plimsoll.rule.custom.CustomRules.faults;
import static dev.plimsoll.rule.custom.CustomRules.input;
import static dev.plimsoll.rule.custom.CustomRules.installed;
import static dev.plimsoll.rule.custom.CustomRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.custom.CustomOutcome.Broken;
import dev.plimsoll.rule.custom.CustomOutcome.Met;
import dev.plimsoll.rule.custom.CustomOutcome.Undecided;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "image.reference == 'registry.example.com/shop/api:1.4'",
        "image.registry == 'registry.example.com'",
        "image.repository == 'shop/api' && image.tag == '1.4'",
        "image.digest.startsWith('sha256:0000') && image.platform == 'linux/amd64'",
        "image.pullSize == 3500 && image.diskSize == 0",
        "image.layers.size() == 2 && image.layers[0].number == 1",
        "image.layers[0].size == 3000 && image.layers[1].digest.endsWith('2')",
        "!has(image.layers[0].instruction) && image.layers[1].instruction == 'RUN make'",
        "image.layers[0].origin == 'base' && image.layers[1].origin == 'own'",
        "image.user == 'app' && image.entrypoint == ['/usr/bin/tini', '--']",
        "image.command.exists(c, c == 'serve')",
        "image.env.PATH == '/usr/bin' && image.env['DB_PASSWORD'] == '(redacted)'",
        "image.labels.team == 'payments' && image.annotations.note == 'here'",
        "image.ports.map(p, string(p.number) + p.protocol) == ['53udp', '8080tcp', '9000tcp']",
        "image.created < timestamp('2026-03-02T00:00:00Z')",
        "image.os.id == 'debian' && image.os.version == '12'",
        "image.packages.size() == 3 && image.packages[0].name == 'lib1'",
        "image.packages.all(p, p.version.startsWith('1.2-') && p.ecosystem == 'dpkg')",
        "image.packages.filter(p, p.base).map(p, p.name) == ['lib2']",
        "image.packages.exists(p, p.layer == 2 && !p.base)",
        "image.base.name.endsWith(':12') && image.base.layers == 1",
        "image.base.evidence == 'layers'",
        "container.name == 'api' && container.runAsUser > 10000",
        "pod.labels.tier == 'web' && pod.hostNetwork == false",
        "!has(pod.serviceAccountName)",
        "namespace.name == 'shop' && namespace.labels['stage'] == 'production'",
      })
  void readsEveryVariable(String expression) {
    assertThat(rule(expression).outcome(input())).isEqualTo(new Met());
  }

  @Test
  void saysTheMessageWhereTheExpressionIsFalse() {
    assertThat(rule("image.pullSize < 3").outcome(input())).isEqualTo(new Broken("it is not so"));
  }

  @Test
  void makesTheMessageWhereAnExpressionIsThereForIt() {
    String made = "'image ' + image.repository + '\\nhas ' + string(image.pullSize) + ' bytes'";
    assertThat(rule("false", made).outcome(input()))
        .isEqualTo(new Broken("image shop/api has 3500 bytes"));
  }

  @Test
  void saysTheWrittenMessageAndWhyWhereTheMadeOneHasNoValue() {
    assertThat(rule("false", "string(1 / (image.pullSize - 3500))").outcome(input()))
        .isEqualTo(new Broken("it is not so (its messageExpression has no value: / by zero)"));
  }

  @Test
  void decidesNothingWhereNobodyStatesWhatItReads() {
    CustomRule rule = rule("image.os.id == 'debian'");
    assertThat(rule.outcome(input(facts(List.of(), true, null))))
        .isEqualTo(
            new Undecided(
                new Unknown(
                    Cause.NOT_STATED, "custom/a-rule cannot be decided: 'os' is not stated")));
  }

  @Test
  void asksWhetherSomethingIsStated() {
    CustomRule rule = rule("has(image.os) && image.os.id == 'debian'");
    assertThat(rule.outcome(input(facts(List.of(), true, null)))).isInstanceOf(Broken.class);
    assertThat(rule.outcome(input())).isInstanceOf(Met.class);
  }

  @Test
  void decidesNothingWhereTheFilesWereNotRead() {
    CustomRule rule = rule("!image.packages.exists(p, p.name == 'gcc')");
    assertThat(rule.outcome(input(facts(List.of(), false, null)))).isInstanceOf(Undecided.class);
  }

  @Test
  void leavesOutPackagesThatAreThereNoMore() {
    CustomRule rule = rule("image.packages.map(p, p.name) == ['kept']");
    assertThat(rule.outcome(input(List.of(installed("kept", 1, 0), installed("gone", 1, 2)))))
        .isEqualTo(new Met());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image.labels.nothing == 'x'",
        "image.layers[7].number == 1",
        "1 / (image.pullSize - 3500) == 1",
        "9223372036854775807 + image.pullSize > 0",
        "int(image.user) == 0",
        "pod.labels > 3",
        "pod.spec.volumes.size() == 0",
        "timestamp(image.user) < image.created",
      })
  void decidesNothingWhereAnEvaluationFails(String expression) {
    assertThat(rule(expression).outcome(input()))
        .isInstanceOfSatisfying(
            Undecided.class,
            undecided -> {
              assertThat(undecided.why().cause()).isEqualTo(Cause.NOT_STATED);
              assertThat(undecided.why().detail())
                  .startsWith("custom/a-rule cannot be decided: ")
                  .doesNotContain("\n", "Exception", "evaluation error");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          true                                                    | REFERENCE
          image.registry == 'a'                                   | REFERENCE
          namespace.name == 'a' && container.runAsUser > 0        | REFERENCE
          pod.labels.tier == 'web'                                | REFERENCE
          image.pullSize < 10                                     | CONFIG
          image.layers.all(l, l.size < 10)                        | CONFIG
          image.layers.all(l, l.origin == 'own')                  | FILES
          has(image.os)                                           | FILES
          image.diskSize < 10                                     | FILES
          !(image.tag != 'a') && image.packages.size() < 3       | FILES
          image.base.layers > 0                                   | FILES
          [image].size() == 1                                     | FILES
          [image.registry].exists(r, r == 'packages')             | REFERENCE
          """)
  void needsTheDepthOfWhatItReads(String expression, Depth depth) {
    assertThat(rule(expression).depth()).isEqualTo(depth);
  }

  @Test
  void needsTheDepthOfItsMessageToo() {
    assertThat(rule("true", "string(image.diskSize)").depth()).isEqualTo(Depth.FILES);
  }

  @Test
  void namesTheFieldThatIsMistyped() {
    assertThat(faults("image.registry == 'a' &&\n  image.pulSize < 3"))
        .singleElement()
        .asString()
        .isEqualTo(
            """
            expression, line 2:8: undefined field 'pulSize'; is pullSize meant?
              \u0020 image.pulSize < 3
              \u0020      ^""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                                            | is empty
          "  "                                          | is empty
          image.pullSize                                | yields int where bool is needed
          image.pullSize < '3'                          | found no matching overload
          image.packages.exists(p, p.nam == 'x')        | is name meant?
          images.pullSize < 3                           | undeclared reference to 'images'
          image.pullSize <                              | mismatched input
          image.pullSize < 3)                           | extraneous input
          dyn(image).pulSize < 3                        | undeclared reference to 'dyn'
          type(image) == type(image)                    | undeclared reference to 'type'
          Package{name: 'x'}.name == 'x'                | builds no Package
          image.user.matches('(')                       | no regular expression
          image.user.matches(image.tag)                 | must be written out
          image.user.matches('((a{200}){200}){200}')    | repeats too much
          container.runAsUser == 'root'                 | found no matching overload
          namespace.labels.a.b == 'x'                   | does not support field selection
          """)
  void refusesWhatIsNoRule(String expression, String because) {
    assertThat(faults(expression))
        .anySatisfy(fault -> assertThat(fault).startsWith("expression").contains(because));
  }

  @Test
  void saysAllFaultsOfARule() {
    Compilation compilation =
        CustomRule.compile(
            new CustomDeclaration("No_Name", "image.a", " ", "image.pullSize", Severity.LOW));
    assertThat(((Compilation.Faults) compilation).faults())
        .hasSize(4)
        .anySatisfy(f -> assertThat(f).startsWith("name: \"No_Name\" is not a name"))
        .anySatisfy(f -> assertThat(f).startsWith("message: is empty"))
        .anySatisfy(f -> assertThat(f).startsWith("expression, line 1:6: undefined field 'a'"))
        .anySatisfy(f -> assertThat(f).startsWith("messageExpression: yields int where string"));
  }
}
