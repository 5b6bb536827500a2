package dev.plimsoll.rule.secrets;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Concern;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.secret.SecretKind;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.PackageName;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `secret-file`: a file of a layer has a secret in it; one finding per layer, kind of secret and
/// fate of the files.
///
/// Content and place decide: a `.env` with placeholders is none. A file that a later layer
/// deletes is still in its layer, for whoever pulls it. What a package of the operating system
/// brings is known to everybody, so that is advice. Where more is there than was read or listed,
/// it is undetermined, too.
public final class SecretFile implements Rule<SecretFile.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("secret-file", Family.SECRETS, Severity.HIGH, Depth.FILES)
          .refuses("A file in a layer of an image holds a secret.")
          .because(
              "Whoever can pull the image has the secret, from its layer even where a later layer deletes"
                  + " the file.")
          .mendedBy(
              "Replace the secret by a new one, keep its file out of the build context by .dockerignore,"
                  + " give it to the build by RUN --mount=type=secret and to the workload by a Secret.")
          .practice("Keep .env files, keys and credentials out of the image.")
          .wrongFor(
              "Keys made for tests or demonstrations that nothing trusts: allow their paths, or a"
                  + " directory with a slash at its end.");

  /// `allow` names paths, or directories by a slash at the end.
  public record Parameters(
      @Parameter(
              "Absolute paths of files that may hold what looks like a secret, or of directories with a slash at the end, such as /app/testdata/.")
          List<String> allow) {
    public Parameters {
      allow = List.copyOf(allow);
    }

    private boolean allows(String path) {
      return allow.stream().anyMatch(a -> a.endsWith("/") ? path.startsWith(a) : path.equals(a));
    }
  }

  /// Files that are told of together.
  private record Likeness(
      int layer, SecretKind kind, int hiddenIn, @Nullable PackageName deliveredBy) {
    private static final Comparator<Likeness> ORDER =
        Comparator.comparingInt(Likeness::layer)
            .thenComparing(Likeness::kind)
            .thenComparingInt(Likeness::hiddenIn)
            .thenComparing(Likeness::deliveredBy, Comparator.nullsFirst(Comparator.naturalOrder()));

    String phrase() {
      String told =
          hiddenIn == 0
              ? kind.phrase()
              : "%s, still in layer %d though layer %d hides it"
                  .formatted(kind.phrase(), layer, hiddenIn);
      return deliveredBy == null ? told : told + ", known to all who have " + deliveredBy;
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
    Map<Likeness, SortedSet<String>> paths = new TreeMap<>(Likeness.ORDER);
    for (var file : facts.files().orElseThrow().secrets()) {
      PackageName deliveredBy =
          file.owner() != null && isDelivered(file.owner(), file.layer(), facts)
              ? file.owner()
              : null;
      paths
          .computeIfAbsent(
              new Likeness(file.layer(), file.secret().kind(), file.hiddenIn(), deliveredBy),
              _ -> new TreeSet<>())
          .add(file.path());
    }
    List<Finding> findings = new ArrayList<>();
    paths.forEach((alike, found) -> findings.add(finding(facts, alike, found)));
    facts
        .files()
        .orElseThrow()
        .gap(Concern.SECRETS)
        .ifPresent(why -> findings.add(Finding.unmeasured(DESCRIPTION, why)));
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    List<Evidence> left =
        finding.evidence().stream().filter(e -> !parameters.allows(e.subject())).toList();
    return left.isEmpty()
        ? new Judgement.Within()
        : new Judgement.Beyond(finding.what() + ": " + Evidences.names(left), "none");
  }

  /// Whether a package of the operating system brought the file: not where a layer above the
  /// package's wrote it anew.
  private static boolean isDelivered(PackageName owner, int layer, Facts facts) {
    return owner.ecosystem().isOperatingSystem()
        && facts.files().orElseThrow().packages().stream()
            .anyMatch(each -> each.name().equals(owner) && each.layer() == layer);
  }

  private static Finding finding(Facts facts, Likeness alike, SortedSet<String> paths) {
    Finding finding =
        Finding.of(DESCRIPTION, new Measure.Observed(), alike.phrase())
            .blaming(facts, alike.layer())
            .showing(paths.stream().map(path -> new Evidence(path, Bytes.NONE)).toList());
    return alike.deliveredBy() == null
        ? finding.mendedBy(
            "replace the secret by a new one, everybody who pulled the image may have it; then "
                + keepOut(finding, alike.kind(), paths.getFirst()))
        : finding
            .as(Severity.ADVICE)
            .mendedBy("make a key of its own where the workload starts, and use that");
  }

  private static String keepOut(Finding finding, SecretKind kind, String path) {
    if (finding.blame().origin() == Origin.BASE) {
      return "take a base without " + path + ", deleting it in a later layer does not help";
    }
    Instruction instruction = finding.blame().instruction();
    if (instruction != null && instruction.text().startsWith("RUN ")) {
      return "give it to that instruction alone: RUN --mount=type=secret,id=%s,target=%s"
          .formatted(path.substring(path.lastIndexOf('/') + 1), path);
    }
    return "name %s in .dockerignore and %s".formatted(inContext(path), givenBy(kind, path));
  }

  /// What a pattern for this file in any directory of the build context is.
  private static String inContext(String path) {
    return "**/" + path.substring(path.lastIndexOf('/') + 1);
  }

  private static String givenBy(SecretKind kind, String path) {
    return switch (kind) {
      case ENV_FILE, SECRET_VARIABLE ->
          "give the workload its variables by a Secret (envFrom.secretRef)";
      case NPM_CREDENTIALS,
          PYTHON_CREDENTIALS,
          MAVEN_CREDENTIALS,
          NETRC,
          GIT_CREDENTIALS,
          NPM_TOKEN,
          PYPI_TOKEN ->
          "mount it into the RUN that needs it: --mount=type=secret,target=" + path;
      default -> "mount it into the workload from a Secret at " + path;
    };
  }
}
