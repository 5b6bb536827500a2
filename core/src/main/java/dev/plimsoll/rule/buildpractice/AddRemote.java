package dev.plimsoll.rule.buildpractice;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `add-remote`: an ADD fetches something from the network; one finding per layer.
///
/// BuildKit's history decides; other builders write a hash in place of the address, and nobody can
/// tell. What a checksum pins and no later layer hides is as it should be.
public final class AddRemote implements Rule<AddRemote.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("add-remote", Family.BUILD_PRACTICE, Severity.ADVICE, Depth.FILES)
          .refuses("An image was built with an ADD that fetches from the network.")
          .because(
              "What is fetched may be another thing at the next build, and an archive stays in its layer"
                  + " even after it is unpacked and deleted.")
          .mendedBy(
              "Pin what is fetched by ADD --checksum, or fetch and unpack it in a build stage and COPY"
                  + " --from what is used.")
          .practice("Keep COPY for files and do not let ADD bring files from the internet.")
          .wrongFor("Single files from a server of your own: allow its address.");

  private static final Pattern REMOTE =
      Pattern.compile("(?:https?|git|ssh|ftp)://.+|git@[^:]+:.+", Pattern.CASE_INSENSITIVE);
  private static final Pattern HASHED =
      Pattern.compile("(?s)ADD (?:(?:file|dir|multi):[0-9a-f]+|[0-9a-f]{32,}\\b|tarsum).*");
  private static final Pattern PINNED =
      Pattern.compile("--checksum=\\S+|#[0-9a-f]{40}\\b", Pattern.CASE_INSENSITIVE);

  /// `allow` are addresses, or their beginnings.
  public record Parameters(
      @Parameter(
              "Addresses, or beginnings of addresses, from which ADD may fetch, such as https://files.example.com/.")
          List<String> allow) {
    public Parameters {
      allow = List.copyOf(allow);
    }

    private boolean allows(String address) {
      return allow.stream().anyMatch(address::startsWith);
    }
  }

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(List.of());
  }

  @Override
  public List<Finding> measure(Facts facts) {
    OwnLayers own = OwnLayers.of(facts);
    List<Finding> findings = new ArrayList<>();
    own.untold().ifPresent(why -> findings.add(Finding.unmeasured(DESCRIPTION, why)));
    for (Layer layer : own.layers()) {
      String text = OwnLayers.text(layer);
      List<String> addresses = addressesIn(layer);
      List<FileGroup> hidden =
          own.groupsOf(layer).stream().filter(group -> !group.present()).toList();
      if (HASHED.matcher(text).matches()) {
        findings.add(Finding.unmeasured(DESCRIPTION, hashed(layer)));
      } else if (!addresses.isEmpty() && !(hidden.isEmpty() && PINNED.matcher(text).find())) {
        findings.add(finding(facts, layer, addresses, hidden));
      }
    }
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    List<Evidence> left =
        finding.evidence().stream().filter(e -> !parameters.allows(e.subject())).toList();
    return left.isEmpty()
        ? new Judgement.Within()
        : new Judgement.Beyond("ADD of " + Evidences.names(left), "none");
  }

  private static List<String> addressesIn(Layer layer) {
    return layer.instruction() == null || !layer.instruction().addsRemote()
        ? List.of()
        : layer.instruction().sources().stream()
            .filter(source -> REMOTE.matcher(source).matches())
            .toList();
  }

  private static Unknown hashed(Layer layer) {
    return new Unknown(
        Cause.NOT_STATED,
        "layer %d comes from an ADD, and its builder wrote no source into the history; build with"
                .formatted(layer.number())
            + " BuildKit, or use COPY where the file is in the build context");
  }

  private static Finding finding(
      Facts facts, Layer layer, List<String> addresses, List<FileGroup> hidden) {
    Bytes bytes = Finding.diskSizeOf(hidden);
    String deleted =
        bytes.equals(Bytes.NONE) ? "" : ", %s of it hidden by a later layer".formatted(bytes);
    return Finding.of(
            DESCRIPTION, new Measure.Observed(), "ADD of " + String.join(", ", addresses) + deleted)
        .blaming(facts, layer.number())
        .showing(addresses.stream().map(address -> new Evidence(address, Bytes.NONE)).toList())
        .freeing(hidden)
        .mendedBy(fix(OwnLayers.text(layer), !hidden.isEmpty()));
  }

  private static String fix(String text, boolean hidden) {
    String unpacked = "do it in a build stage, unpack it there, and COPY --from what is used";
    if (hidden) {
      return unpacked;
    }
    Matcher rest = Pattern.compile("(?s)ADD\\s+(.*)").matcher(text);
    return rest.matches() && !text.contains("git")
        ? "pin it: ADD --checksum=sha256:… %s; or %s".formatted(rest.group(1), unpacked)
        : "pin it by its commit, as #<40 hex digits> behind the address; or " + unpacked;
  }
}
