package dev.plimsoll.rule.secrets;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.secret.DeclaredSecret;
import dev.plimsoll.facts.secret.DeclaredSecret.Where;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
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

/// `secret-env`: a variable or a label in an image's config holds a secret; one finding for each.
///
/// A name that says secret as a whole word and a value that looks real decide, or a value whose
/// form alone tells (a token, a password in an address). `GPG_KEY`, empty values and placeholders
/// are none.
public final class SecretEnv implements Rule<SecretEnv.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("secret-env", Family.SECRETS, Severity.HIGH, Depth.CONFIG)
          .refuses("A variable or a label of an image holds a secret.")
          .because(
              "An image's config is read by everybody who can pull it, and its variables by every process"
                  + " of its containers.")
          .mendedBy(
              "Replace the secret by a new one and let the workload set the variable from a Secret.")
          .practice("Keep .env files, keys and credentials out of the image.")
          .wrongFor(
              "Values that are public though they look secret: allow the variable by its name.");

  /// `allow` names variables and labels.
  public record Parameters(
      @Parameter("Names of variables and labels whose values are no secrets.") List<String> allow) {
    public Parameters {
      allow = List.copyOf(allow);
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
    HistoryEntries entries = HistoryEntries.of(facts);
    List<Finding> findings = new ArrayList<>();
    for (DeclaredSecret declared : facts.declaredSecrets()) {
      if (declared.where() != Where.HISTORY) {
        String setBy = declared.where() == Where.LABEL ? "LABEL" : "ENV";
        Finding finding =
            Finding.of(
                    DESCRIPTION,
                    new Measure.Observed(),
                    "%s in %s".formatted(declared.secret().kind().phrase(), placeOf(declared)))
                .blaming(entries.thatSets(setBy, declared.place()))
                .showing(List.of(new Evidence(declared.place(), Bytes.NONE)))
                .mendedBy(fix(declared, setBy));
        findings.add(finding);
      }
    }
    return findings.stream().distinct().toList();
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    boolean allowed =
        finding.evidence().stream().allMatch(e -> parameters.allow().contains(e.subject()));
    return allowed ? new Judgement.Within() : new Judgement.Beyond(finding.what(), "none");
  }

  private static String placeOf(DeclaredSecret declared) {
    return declared.where().phrase() + " " + declared.place();
  }

  private static String fix(DeclaredSecret declared, String setBy) {
    String instead =
        declared.where() == Where.LABEL
            ? "leave %s out of LABEL".formatted(declared.place())
            : "take %s out of %s and let the workload set it from a Secret (env.valueFrom.secretKeyRef)"
                .formatted(declared.place(), setBy);
    return "replace the secret by a new one, everybody who pulled the image may have it; then "
        + instead;
  }
}
