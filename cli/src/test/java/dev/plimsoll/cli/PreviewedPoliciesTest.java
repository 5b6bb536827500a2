package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which policies, exemptions and baselines a preview judges by.
class PreviewedPoliciesTest extends PreviewedShop {
  private static final String EVERYWHERE =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ClusterImagePolicy
      metadata: {name: everywhere}
      spec:
        enforcement: Warn
        alreadyRunning: Refuse
        namespaceSelector: SELECTOR
        exemptions: EXEMPTIONS
        rules: {buildTools: {compiler: {}}}
      """;

  private static final String BASELINE =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: Baseline
      metadata: {name: NAME, namespace: shop}
      spec:
        policy: {kind: ImagePolicy, name: load-line}
        rules: [{rule: RULE, taken: "2026-01-01T00:00:00Z"}]
        count: 1
        images:
          - image: reg.dev.example/shop/web:1.4
            digest: DIGEST(shop/web:1.4)
            tolerated: [{rule: RULE, settings: "runAsUser unset, runAsNonRoot false"}]
      """;

  private static String everywhere(String selector, String exemptions) {
    return EVERYWHERE.replace("SELECTOR", selector).replace("EXEMPTIONS", exemptions);
  }

  private static String baseline(String name, String rule) {
    return BASELINE.replace("NAME", name).replace("RULE", rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{matchLabels: {tier: web}} | 1",
        "{matchLabels: {tier: batch}} | 0",
        "{} | 1",
        "null | 1"
      })
  void appliesPoliciesOfTheClusterToTheNamespacesThatTheySelect(String selector, int exit) {
    cluster
        .with(everywhere(selector, "{}"))
        .running("shop", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    assertThat(preview().exit()).isEqualTo(exit);
  }

  @Test
  void leavesOutNamespacesThatTheWebhookIsNotAskedAbout() {
    cluster
        .with(everywhere("null", "{}"))
        .running("kube-system", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    assertThat(preview().out()).contains("would refuse 0 of 0 workloads");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ops  | {}                                     | 0",
        "shop | {}                                     | 1",
        "shop | {namespaceSelector: {}}                | 0",
        "shop | {namespaceSelector: {}, maxDays: 3}    | 1",
        "shop | {namespaceSelector: {}, rules: [jdk]}  | 1"
      })
  void honoursTheExemptionsThatThePolicyHonours(String from, String terms, int exit) {
    cluster
        .with(everywhere("null", terms))
        .with(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: ops, labels: {kubernetes.io/metadata.name: ops}}
            ---
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageExemption
            metadata: {name: legacy, namespace: FROM, creationTimestamp: "2026-01-01T00:00:00Z"}
            spec:
              images: ["**"]
              namespaceSelector: {}
              rules: [{rule: compiler}]
              reason: r
              owner: o
              expires: "2999-01-01T00:00:00Z"
            """
                .replace("FROM", from))
        .running("shop", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    assertThat(preview().exit()).isEqualTo(exit);
  }

  @Test
  void tellsOfPoliciesThatJudgeNothing() {
    cluster
        .with(AUDIT.replace("rootUser: {}", "noSuchRule: {}").replace("compiler", "noSuch"))
        .running("shop", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    assertThat(preview().out()).contains("note: policy shop/load-line is not accepted");
  }

  @Test
  void policyForSomeImagesIsAboutANameThatCannotBeRead() {
    cluster
        .with(AUDIT.replace("spec:", "spec:\n  match: {images: [nginx]}"))
        .with(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: odd, namespace: shop, uid: p-odd}
            spec: {containers: [{name: app, image: "reg.dev.example:99999/web"}]}
            """);

    Outcome outcome = preview();

    assertThat(outcome.exit()).as(outcome.out()).isEqualTo(2);
    assertThat(outcome.out()).contains("99999");
  }

  @ParameterizedTest
  @CsvSource({
    "imagepolicy-load-line,root-user,0",
    "imagepolicy-load-line,compiler,1",
    "imagepolicy-other,root-user,1"
  })
  void toleratesWhatTheBaselineHolds(String name, String rule, int exit) {
    cluster
        .with(AUDIT.replace("Audit", "Enforce"))
        .with(baseline(name, rule))
        .running("shop", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    Outcome outcome = preview("--all");

    assertThat(outcome.exit()).as(outcome.out()).isEqualTo(exit);
    assertThat(outcome.out()).doesNotContain("Baselines", "when it begins to enforce");
    if (exit == 0) {
      assertThat(outcome.out()).contains("tolerated as it ran before: root-user");
    }
  }

  @Test
  void toleratesNothingAfterTheEndThatThePolicySets() {
    cluster
        .with(AUDIT.replace("Audit", "Enforce\n  tolerateUntil: \"2001-01-01T00:00:00Z\""))
        .with(baseline("imagepolicy-load-line", "root-user"))
        .running("shop", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    assertThat(preview().exit()).isEqualTo(1);
  }
}
