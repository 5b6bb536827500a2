package dev.plimsoll.operator.audit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImagePolicyStatus.Counts;
import dev.plimsoll.api.v1alpha1.WorstViolation;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.operator.metrics.AuditFigures;
import dev.plimsoll.operator.policy.Policies;
import dev.plimsoll.operator.policy.PolicyAudit;
import dev.plimsoll.operator.policy.PolicyName;
import dev.plimsoll.operator.running.Pods;
import dev.plimsoll.operator.running.RunningPod;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.verdict.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTest extends AuditedShop {
  private static final Facts ADVISED_ON_PIP = withPip().user("1000").facts();
  private static final Facts ADVISED_ON_PIP_AS_ROOT = withPip().facts();
  private static final Facts WITH_LISTS =
      FactsBuilder.image()
          .layer(20, "RUN apt-get update")
          .user("1000")
          .debian()
          .files(FileClass.APT_LISTS, null, 20, "/var/lib/apt/lists/a_Packages")
          .facts();

  @Test
  void countsWorkloadsNotPods() {
    policies.add(Policies.indexed(ALL_RULES));
    runs(Pods.DIGEST, new Inspected(BAD));

    PolicyAudit found = audited(web("web-1"), web("web-2"), web("web-3"));

    assertThat(found.counts()).isEqualTo(new Counts(1, 0, 1, 0));
  }

  @Test
  void countsEachOutcome() {
    policies.add(Policies.indexed(ALL_RULES));
    runs(Pods.DIGEST, new Inspected(GOOD));
    runs(Pods.OTHER_DIGEST, new Inspected(BAD));
    images.put(Reference.parse("registry.example.com/db:1@" + Pods.DIGEST), unreachable());

    PolicyAudit found =
        audited(
            web("web-1"),
            Pods.pod("shop", "api-1", "StatefulSet/api", IMAGE, Pods.OTHER_DIGEST),
            Pods.pod("shop", "db-1", "StatefulSet/db", "registry.example.com/db:1", Pods.DIGEST));

    assertThat(found.counts()).isEqualTo(new Counts(3, 1, 1, 1));
    assertThat(found.truncated()).isFalse();
  }

  @Test
  void saysWhoRunsWhatAndWhatToDo() {
    policies.add(Policies.indexed("{rules: {buildTools: {compiler: {}}}}"));
    runs(Pods.DIGEST, new Inspected(BAD));

    PolicyAudit found = audited(web("web-1"));

    WorstViolation worst = found.worst().getFirst();
    assertThat(found.worst()).hasSize(1);
    assertThat(worst.namespace()).isEqualTo("shop");
    assertThat(worst.workload()).isEqualTo("StatefulSet/web");
    assertThat(worst.container()).isEqualTo("app");
    assertThat(worst.image()).isEqualTo(IMAGE);
    assertThat(worst.digest()).isEqualTo(Pods.DIGEST);
    assertThat(worst.rule()).isEqualTo("compiler");
    assertThat(worst.actual()).contains("gcc-12");
    assertThat(worst.layer()).isEqualTo(2);
    assertThat(worst.instruction()).isEqualTo("RUN apt-get install gcc");
    assertThat(worst.fix()).contains("build stage");
    assertThat(worst.saving()).isEqualTo("5.0Mi");
  }

  @Test
  void bytesThatSeveralViolationsAndWorkloadsShareCountOnce() {
    policies.add(Policies.indexed(ALL_RULES));
    runs(Pods.DIGEST, new Inspected(BAD));

    PolicyAudit found =
        audited(web("web-1"), Pods.pod("shop", "api-1", "StatefulSet/api", IMAGE, Pods.DIGEST));

    assertThat(found.worst()).extracting(WorstViolation::rule).contains("pull-size", "compiler");
    assertThat(found.counts().violating()).isEqualTo(2);
    assertThat(found.reclaimable()).isEqualTo(Bytes.ofMebi(5));
  }

  @Test
  void bytesOfALayerThatImagesShareCountOnce() {
    policies.add(Policies.indexed("{rules: {buildTools: {compiler: {}}}}"));
    policies.add(
        Policies.indexed(
            Policies.policy("shop", "other", 1, "{rules: {buildTools: {compiler: {}}}}")));
    runs(Pods.DIGEST, new Inspected(BAD));
    runs(Pods.OTHER_DIGEST, new Inspected(BAD));

    Round round =
        round(web("web-1"), Pods.pod("shop", "api-1", "StatefulSet/api", IMAGE, Pods.OTHER_DIGEST));

    assertThat(round.audits().values())
        .allSatisfy(found -> assertThat(found.counts().violating()).isEqualTo(2))
        .allSatisfy(found -> assertThat(found.reclaimable()).isEqualTo(Bytes.ofMebi(5)));
    assertThat(round.reclaimable()).isEqualTo(Bytes.ofMebi(5));
  }

  @Test
  void violatingUnderAuditIsWhatEnforceRefuses() {
    List<Facts> images = List.of(GOOD, BAD, ADVISED_ON_PIP, WITH_LISTS, ADVISED_ON_PIP_AS_ROOT);
    for (String profile : List.of("Baseline", "Strict", "Distroless")) {
      for (Facts image : images) {
        String rest = "profile: " + profile + ", rules: {size: {layerCount: {max: 1}}}}";
        policies.clear();
        policies.add(Policies.indexed("{enforcement: Audit, " + rest));
        runs(Pods.DIGEST, new Inspected(image));
        audit.forget();

        Verdict enforced =
            new Evaluator(Measurements.ON_THE_SPOT)
                .evaluate(
                    List.of(Policies.indexed("{enforcement: Enforce, " + rest).policy().get()),
                    List.of(new Inspected(image)),
                    RunningPod.of(web("web-1"))
                        .containers()
                        .getFirst()
                        .context()
                        .of(Reference.parse(IMAGE)),
                    now);

        assertThat(audited(web("web-1")).counts().violating() == 1)
            .as(profile + " " + enforced.violations())
            .isEqualTo(enforced instanceof Verdict.Denied);
      }
    }
  }

  @Test
  void adviceIsCountedApartAndListedNowhere() {
    policies.add(Policies.indexed("{profile: Baseline}"));
    runs(Pods.DIGEST, new Inspected(ADVISED_ON_PIP));

    Round round = round(web("web-1"));

    PolicyAudit found = requireNonNull(round.audits().get(new PolicyName("shop", "load-line")));
    assertThat(found.counts()).isEqualTo(new Counts(1, 1, 0, 0).advising(1));
    assertThat(found.worst()).isEmpty();
    assertThat(found.reclaimable()).isEqualTo(Bytes.NONE);
    assertThat(round.figures().violations().values()).containsOnly(0);
    assertThat(round.figures().policies().getFirst().violationsByRule()).isEmpty();
  }

  @Test
  void whatAProfileOnlyWarnsOfIsAdviceUntilThePolicySetsItsEnforcement() {
    runs(Pods.DIGEST, new Inspected(WITH_LISTS));
    policies.add(Policies.indexed("{profile: Baseline}"));
    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 1, 0, 0).advising(1));

    policies.clear();
    policies.add(
        Policies.indexed("{profile: Baseline, rules: {caches: {aptLists: {enforcement: Warn}}}}"));
    audit.forget();

    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 0, 1, 0));
  }

  @Test
  void userOfTheWorkloadCounts() {
    policies.add(Policies.indexed("{rules: {user: {rootUser: {}}}}"));
    runs(Pods.DIGEST, new Inspected(GOOD));

    assertThat(audited(web("web-1")).counts().violating()).isZero();
    assertThat(audited(Pods.runningAs(web("web-1"), 0)).counts().violating()).isOne();
  }

  @Test
  void policyAboutOtherImagesOrPodsCountsNothing() {
    policies.add(
        Policies.indexed(
            Policies.policy("shop", "images", 1, "{profile: Baseline, match: {images: [nginx]}}")));
    policies.add(
        Policies.indexed(
            Policies.policy(
                "shop",
                "pods",
                1,
                "{profile: Baseline, match: {workloadSelector: {matchLabels: {tier: db}}}}")));
    policies.add(Policies.indexed(Policies.policy("bank", "other", 1, "{profile: Baseline}")));

    Round round = round(web("web-1"));

    assertThat(round.audits().values())
        .hasSize(3)
        .allSatisfy(a -> assertThat(a.counts()).isEqualTo(new Counts(0, 0, 0, 0)));
    assertThat(asked).isEmpty();
  }

  @Test
  void listsTheWorstTwentyAndSaysThatThereAreMore() {
    policies.add(Policies.indexed("{rules: {buildTools: {compiler: {}}}}"));
    runs(Pods.DIGEST, new Inspected(BAD));
    Pod[] pods = new Pod[30];
    for (int i = 0; i < pods.length; i++) {
      pods[i] = Pods.pod("shop", "p" + i, "StatefulSet/s%02d".formatted(i), IMAGE, Pods.DIGEST);
    }

    PolicyAudit found = audited(pods);

    assertThat(found.truncated()).isTrue();
    assertThat(found.worst()).hasSize(20);
    assertThat(found.worst())
        .extracting(WorstViolation::workload)
        .isSorted()
        .startsWith("StatefulSet/s00")
        .endsWith("StatefulSet/s19");
  }

  @Test
  void hardestEnforcedComeFirst() {
    policies.add(
        Policies.indexed(
            "{enforcement: Audit, profile: Baseline,"
                + " rules: {size: {pullSize: {max: 100Mi, enforcement: Enforce}}}}"));
    runs(Pods.DIGEST, new Inspected(BAD));

    assertThat(audited(web("web-1")).worst())
        .extracting(WorstViolation::rule)
        .startsWith("pull-size")
        .contains("root-user", "compiler");
  }

  @Test
  void figuresAreTheSumsOfTheRound() {
    policies.add(
        Policies.indexed(
            "{profile: Baseline, rules: {size: {pullSize: {max: 100Mi, enforcement: Warn}}}}"));
    runs(Pods.DIGEST, new Inspected(BAD));

    Round round = round(web("web-1"));

    assertThat(round.figures().violations())
        .containsOnly(
            Map.entry(new AuditFigures.Place("shop", Enforcement.ENFORCE), 2),
            Map.entry(new AuditFigures.Place("shop", Enforcement.WARN), 1));
    assertThat(round.figures().policies().getFirst().violationsByRule())
        .containsOnly(
            Map.entry("pull-size", 1), Map.entry("root-user", 1), Map.entry("compiler", 1));
  }

  private static FactsBuilder withPip() {
    return FactsBuilder.image()
        .layer(5, "RUN")
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.12-slim")
        .owned(
            FileClass.LANGUAGE_BUILD_TOOL,
            new PackageName(Ecosystem.PYTHON, "pip"),
            12,
            "/usr/local/lib/python3.12/site-packages/pip/__init__.py");
  }
}
