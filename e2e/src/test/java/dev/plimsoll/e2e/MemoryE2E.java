package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static dev.plimsoll.image.ImageBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.ImagePush;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageBuilder.Compression;
import dev.plimsoll.image.TestImage;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Rules that hold an image against what was before: the image that a workload runs, what a tag
/// meant, what a base was.
@ExtendWith(InstallationExtension.class)
class MemoryE2E {
  private static final Duration SOON = Duration.ofMinutes(2);

  private final Surroundings surroundings;
  private final ImagePush push;
  private final TestNamespace namespace;

  MemoryE2E(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.push = new ImagePush(surroundings.workshop());
    this.namespace = TestNamespace.create(surroundings.cluster().kubectl(), "memory");
  }

  @AfterEach
  void tidy() {
    namespace.delete();
  }

  @Test
  void refusesAMuchLargerImageOfWhatRunsAndAdmitsASmallerOne() {
    String small = push.push(ofMebi("small", 1), "memory/web", "small");
    String little = push.push(ofMebi("little", 1.1), "memory/web", "little-more");
    String large = push.push(ofMebi("large", 2), "memory/web", "large");
    namespace.policy("growth", "rules: {size: {sizeGrowth: {max: \"20%\"}}}");
    namespace.awaitRead(small, little, large);
    expect(namespace.deploy("web", small));
    expect(namespace.deploy("first-of-its-kind", large));

    Outcome grown = setImage("web", large);
    assertThat(grown.succeeded()).isFalse();
    assertThat(grown.err())
        .contains("Deployment " + namespace.name() + "/web is refused")
        .contains("- size-growth: 2.0 MiB to pull, 1.0 MiB more than " + small)
        .contains("that runs now, limit 20% more")
        .contains("by layer 1");

    expect(setImage("web", little));
    expect(setImage("first-of-its-kind", small));
  }

  @Test
  void auditFindsATagThatMeansAnotherImageThanTheOneThatRuns() {
    String tag = push.push(ofMebi("first", 1), "memory/moving", "1");
    expect(namespace.deploy("moving", tag));
    expect(namespace.run("rollout", "status", "deployment/moving", "--timeout=120s"));
    push.push(ofMebi("second", 1), "memory/moving", "1");

    namespace.policy("tags", "enforcement: Audit\nrules: {reference: {tagMoved: {after: 0m}}}");

    Patience.await(
        SOON,
        () -> worst("tags").contains("tag 1 means another image since "),
        () -> "the audit says of it: " + worst("tags"));
  }

  @Test
  void warnsOfAnImageOnWhatItsBaseWas() {
    String base = push.push(base("first").build(), "memory/base", "1");
    String application =
        push.push(
            base("first").layer("COPY app", l -> l.file("app", "application")).build(),
            "memory/application",
            "1");
    namespace.policy(
        "bases",
        """
        enforcement: Warn
        knownBases: ["%s"]
        rules: {base: {outdatedBase: {after: 0m}, unknownBase: {}}}
        """
            .formatted(base));
    Patience.await(
        SOON,
        () -> !dryRun(application).contains("unknown-base"),
        () -> "the base is not known: " + dryRun(application));
    assertThat(dryRun(application)).doesNotContain("outdated-base");

    push.push(base("second").build(), "memory/base", "1");
    String other = push.push(base("other").build(), "memory/other-base", "1");
    namespace.policy(
        "another",
        "enforcement: Audit\nknownBases: [\"" + other + "\"]\nrules: {base: {baseMutableTag: {}}}");

    Patience.await(
        SOON,
        () -> dryRun(application).contains("outdated-base base " + base + " moved on "),
        () -> "nobody is warned: " + dryRun(application));
  }

  @Test
  void admitsInProductionWhatRanInStagingAlone() {
    TestNamespace staging =
        TestNamespace.create(surroundings.cluster().kubectl(), "memory-staging");
    try {
      expect(
          surroundings
              .cluster()
              .kubectl()
              .run("label", "namespace", staging.name(), "stage=" + staging.name()));
      staging.policy("seen", "enforcement: Audit\nrules: {size: {pullSize: {max: 500Mi}}}");
      namespace.policy(
          "promotion",
          """
          whenUndetermined: {notStated: Deny}
          promotedFrom: {namespaceSelector: {matchLabels: {stage: %s}}}
          """
              .formatted(staging.name()));
      String image = push.push(ofMebi("promoted", 1), "memory/promoted", "1");

      assertThat(namespace.deploy("app", image).err())
          .contains("could not be judged: nobody has seen it run anywhere yet; ")
          .contains("run it in a namespace with stage=" + staging.name() + " first");
      expect(staging.deploy("app", image));

      Patience.await(
          SOON,
          () -> namespace.deploy("app", image).succeeded(),
          () -> "still refused: " + namespace.deploy("app", image).err());
    } finally {
      staging.delete();
    }
  }

  private Outcome setImage(String deployment, String image) {
    return namespace.run("set", "image", "deployment/" + deployment, "app=" + image);
  }

  private String worst(String policy) {
    return expect(
        namespace.run(
            "get",
            "imagepolicies.plimsoll.dev/" + policy,
            "-o=jsonpath={.status.worstViolations[*].actual}"));
  }

  /// The warnings, in full.
  private String dryRun(String image) {
    Outcome outcome =
        namespace.run("create", "deployment", "tried", "--image=" + image, "--dry-run=server");
    expect(outcome);
    return outcome.err();
  }

  private static ImageBuilder base(String contents) {
    return image()
        .user("7")
        .layer(
            "ADD rootfs",
            l ->
                l.file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
                    .file("etc/base", contents));
  }

  /// An image of about so many mebibytes, which nothing compresses.
  private static TestImage ofMebi(String name, double mebibytes) {
    String filling = name + "x".repeat((int) (mebibytes * (1 << 20)));
    return image()
        .user("7")
        .compression(Compression.NONE)
        .layer("COPY " + name, l -> l.file("app", filling))
        .build();
  }
}
