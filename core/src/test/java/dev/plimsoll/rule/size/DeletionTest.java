package dev.plimsoll.rule.size;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Hidden;
import dev.plimsoll.facts.Hidden.How;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules about what one layer adds and another takes away.
class DeletionTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);

  @ParameterizedTest
  @EnumSource(names = {"DELETED", "DELETED_WITH_DIRECTORY", "OPAQUE"})
  void namesTheLayerThatAddsAndTheOneThatDeletes(How how) {
    RemovedInLaterLayer rule = new RemovedInLaterLayer();
    Finding finding =
        rule.measure(hidden(FileClass.OTHER, how, "RUN make", "RUN rm -r /b")).getFirst();

    assertThat(finding.what()).isEqualTo("/b/file of layer 2, deleted in layer 3");
    assertThat(finding.evidence()).containsExactly(new Evidence("/b/file", Bytes.ofMebi(30)));
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.fix())
        .isEqualTo("join RUN make (layer 2) and RUN rm -r /b (layer 3) into one RUN with &&");
    assertThat(Finding.pullSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(3));
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("30.0 MiB on disk of deleted files", "1.0 MiB"));
    assertThat(rule.judge(finding, MaxSize.ofMebi(30), ANY)).isEqualTo(new Within());
  }

  @Test
  void asksToUseACopiedFileWithoutCopyingIt() {
    Facts facts = hidden(FileClass.OTHER, How.DELETED, "COPY b.deb /b", "RUN dpkg -i; rm");

    assertThat(new RemovedInLaterLayer().measure(facts).getFirst().fix())
        .startsWith(
            "drop COPY b.deb /b (layer 2) and the deletion in RUN dpkg -i; rm (layer 3): give the RUN");
    assertThat(
            new RemovedInLaterLayer()
                .measure(hidden(FileClass.OTHER, How.DELETED, "COPY b /b", "RUN rm -r /b"))
                .getFirst()
                .fix())
        .startsWith("drop COPY b /b (layer 2) and RUN rm -r /b (layer 3): give the RUN");
  }

  @Test
  void keepsTheCopyWhoseOtherFilesStay() {
    Facts facts =
        image()
            .layer(5, "COPY . /app")
            .group(FileClass.OTHER, null, 30, "/app/tests/a", new Hidden(How.DELETED, 2))
            .files(FileClass.OTHER, null, 50, "/app/run")
            .layer(5, "RUN rm -r /app/tests")
            .facts();

    assertThat(new RemovedInLaterLayer().measure(facts).getFirst().fix())
        .isEqualTo(
            "keep these files out of COPY . /app (layer 1), by .dockerignore or by copying less,"
                + " and drop RUN rm -r /app/tests (layer 2)");
  }

  @Test
  void needsNoHistory() {
    Facts facts = hidden(FileClass.OTHER, How.DELETED, null, null);

    assertThat(new RemovedInLaterLayer().measure(facts).getFirst().fix())
        .isEqualTo(
            "join the instruction of layer 2 and the instruction of layer 3 into one RUN with &&");
  }

  @ParameterizedTest
  @EnumSource(names = {"OVERWRITTEN", "COPIED_FOR_ATTRIBUTES"})
  void doesNotTakeWhatIsThereAgainForDeleted(How how) {
    assertThat(new RemovedInLaterLayer().measure(hidden(FileClass.OTHER, how, "RUN", "RUN")))
        .isEmpty();
    assertThat(new CacheNotCleanedInLayer().measure(hidden(FileClass.PIP_CACHE, how, "RUN", "RUN")))
        .isEmpty();
  }

  @Test
  void leavesCachesToTheRuleOfTheirOwn() {
    Facts cache =
        hidden(FileClass.APT_LISTS, How.DELETED, "RUN apt-get update", "RUN rm -rf /var/lib/apt");
    CacheNotCleanedInLayer rule = new CacheNotCleanedInLayer();

    assertThat(new RemovedInLaterLayer().measure(cache)).isEmpty();
    Finding finding = rule.measure(cache).getFirst();
    assertThat(finding.what()).isEqualTo("apt's package lists of layer 2, deleted in layer 3");
    assertThat(finding.fix())
        .isEqualTo(
            "join RUN apt-get update (layer 2) and RUN rm -rf /var/lib/apt (layer 3) into one RUN with &&");
    assertThat(rule.judge(finding, rule.defaults(), ANY)).isInstanceOf(Beyond.class);
    assertThat(rule.measure(hidden(FileClass.OTHER, How.DELETED, "RUN", "RUN"))).isEmpty();
  }

  @Test
  void onlyAdvisesOnWhatTheBaseDidToItself() {
    Finding finding =
        new RemovedInLaterLayer()
            .measure(onBase(3, hidden(FileClass.OTHER, How.DELETED, "RUN a", "RUN b")))
            .getFirst();

    assertThat(finding.severity()).isEqualTo(Severity.ADVICE);
    assertThat(finding.fix()).startsWith("python:3.11 is built so");
  }

  @Test
  void saysThatDeletingTheBasesFilesSavesNothing() {
    Finding finding =
        new RemovedInLaterLayer()
            .measure(onBase(2, hidden(FileClass.OTHER, How.DELETED, "RUN a", "RUN rm b")))
            .getFirst();

    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(finding.fix())
        .startsWith("drop RUN rm b (layer 3), which saves nothing: start FROM");
  }

  @Test
  void doesNotDropWhatDoesMoreThanDelete() {
    assertThat(removedFromBase("RUN apt-get purge -y gcc && make"))
        .startsWith(
            "the deletion in RUN apt-get purge -y gcc && make (layer 3) saves nothing: start FROM");
    assertThat(removedFromBase("RUN set -e; apt-get clean && rm -rf /var/lib/apt/lists/*"))
        .startsWith("drop RUN set -e; apt-get clean && rm");
    assertThat(removedFromBase("RUN npm cache clean --force && find / -name x -delete"))
        .startsWith("drop RUN npm cache clean");
  }

  @Test
  void asksForANewerBaseWhereItsFilesAreReplaced() {
    Facts facts =
        hidden(
            FileClass.OTHER,
            How.OVERWRITTEN,
            "RUN a",
            "RUN apt-get upgrade -y && apt-get install -y libpq5");

    assertThat(new WastedSpace().measure(onBase(2, facts)).getFirst().fix())
        .isEqualTo(
            "build on the newest python:3.11 (docker build --pull), of which RUN apt-get upgrade -y"
                + " && apt-get install -y libpq5 (layer 3) then replaces less; or copy what runs into"
                + " a new stage");
  }

  @Test
  void leavesTheBasesInstructionsAlone() {
    Facts facts =
        hidden(FileClass.OTHER, How.COPIED_FOR_ATTRIBUTES, "ADD rootfs /", "RUN chown -R a /usr");

    assertThat(new ChownDuplicate().measure(onBase(2, facts)).getFirst().fix())
        .isEqualTo(
            "leave owner and mode of what python:3.11 brings as they are in RUN chown -R a /usr"
                + " (layer 3), or COPY what needs others with --chown and --chmod");
  }

  @Test
  void keepsTheRunThatDoesMoreThanChown() {
    assertThat(
            chown(
                "COPY . /app",
                "RUN addgroup -S app && adduser -S app -G app && chown -R app:app /app"))
        .isEqualTo(
            "replace COPY . /app (layer 2) by COPY --chown=app:app . /app, and take chown -R"
                + " app:app /app out of RUN addgroup -S app && adduser -S app -G app && chown -R"
                + " app:app /app (layer 3); create the user before the COPY");
    assertThat(chown("COPY . /app", "RUN chown -R a /app /data && make"))
        .endsWith(
            "by COPY --chown=a . /app, and take chown -R a /app /data out of RUN chown -R a /app"
                + " /data && make (layer 3)");
    assertThat(chown("COPY . /app", "RUN ./setup"))
        .endsWith(", and take the change of owner or mode out of RUN ./setup (layer 3)");
    assertThat(chown("COPY . /app", "RUN chown a /app && chmod +x /app/run"))
        .contains(" by COPY --chown=a . /app, and take chown a /app and chmod +x /app/run out of");
  }

  @Test
  void takesOwnerAndModeTogether() {
    assertThat(chown("COPY --chown=b:b . /app", "RUN chown -R a:a /app && chmod -R 755 /app"))
        .startsWith("replace COPY --chown=b:b . /app (layer 2) by COPY --chown=a:a --chmod=755 .")
        .contains(" /app and drop RUN chown");
  }

  @Test
  void mendsAChownByTheOptionOfTheCopy() {
    assertThat(chown("COPY . /app", "RUN chown -R node:node /app"))
        .isEqualTo(
            "replace COPY . /app (layer 2) by COPY --chown=node:node . /app and drop RUN chown -R node:node /app (layer 3)");
    assertThat(chown("ADD a /app", "RUN chmod 755 /app"))
        .isEqualTo(
            "replace ADD a /app (layer 2) by ADD --chmod=755 a /app and drop RUN chmod 755 /app (layer 3)");
    assertThat(chown("COPY a /app", null)).contains("COPY --chown=USER:GROUP a /app");
    assertThat(chown("RUN make", "RUN chown app /app"))
        .isEqualTo(
            "do what RUN chown app /app (layer 3) does in RUN make (layer 2), in the same RUN");
  }

  @Test
  void blamesTheLayerThatChangesOwners() {
    ChownDuplicate rule = new ChownDuplicate();
    Facts facts = hidden(FileClass.OTHER, How.COPIED_FOR_ATTRIBUTES, "COPY", "RUN chown a /b");
    List<Finding> findings = rule.measure(facts);

    assertThat(findings).extracting(f -> f.blame().layer().number()).containsExactly(3);
    assertThat(Finding.pullSizeOf(findings.getFirst().reclaimable())).isEqualTo(Bytes.ofMebi(3));
    assertThat(rule.judge(findings.getFirst(), rule.defaults(), ANY))
        .isEqualTo(new Beyond("30.0 MiB on disk of files with another owner or mode", "1.0 MiB"));
    assertThat(rule.measure(hidden(FileClass.OTHER, How.OVERWRITTEN, "COPY", "RUN"))).isEmpty();
  }

  private static String removedFromBase(String removing) {
    return new RemovedInLaterLayer()
        .measure(onBase(2, hidden(FileClass.OTHER, How.DELETED, "RUN a", removing)))
        .getFirst()
        .fix();
  }

  private static String chown(String adding, String later) {
    return new ChownDuplicate()
        .measure(hidden(FileClass.OTHER, How.COPIED_FOR_ATTRIBUTES, adding, later))
        .getFirst()
        .fix();
  }

  private static Facts onBase(int layers, Facts facts) {
    return facts.on(new BaseImage(BaseImage.Evidence.LAYERS, layers, "python:3.11"));
  }

  private static Facts hidden(FileClass fileClass, How how, String adding, String removing) {
    return image()
        .layer(5, "ADD rootfs")
        .files(FileClass.OTHER, null, 50, "/usr/lib/a")
        .layer(5, adding)
        .group(fileClass, null, 30, "/b/file", new Hidden(how, 3))
        .layer(5, removing)
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.11")
        .facts();
  }
}
