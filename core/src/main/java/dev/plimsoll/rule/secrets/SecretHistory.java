package dev.plimsoll.rule.secrets;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.secret.DeclaredSecret;
import dev.plimsoll.facts.secret.DeclaredSecret.Where;
import dev.plimsoll.facts.secret.Secret;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// `secret-history`: an instruction in an image's history holds a secret, as a build argument, in
/// a command or in a variable that a later instruction sets anew; one finding per entry.
///
/// A secret of a variable or label that the image still has is `secret-env`'s. An image without
/// history tells nothing in it, so nothing is found there.
public final class SecretHistory implements Rule<SecretHistory.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("secret-history", Family.SECRETS, Severity.HIGH, Depth.CONFIG)
          .refuses("An instruction in an image's history holds a secret.")
          .because(
              "Build arguments and commands are written into the image's config, which everybody reads who"
                  + " can pull it.")
          .mendedBy(
              "Replace the secret by a new one and give it to the build by RUN --mount=type=secret.")
          .practice("Pass secrets to builds by secret mounts, never by ARG or ENV.")
          .wrongFor(
              "Arguments that are public though they look secret: allow them by the name that the finding"
                  + " shows.");

  /// `allow` names build arguments and variables.
  public record Parameters(
      @Parameter("Names of build arguments and variables whose values are no secrets.")
          List<String> allow) {
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
    List<DeclaredSecret> declared = facts.declaredSecrets();
    Map<Integer, List<Secret>> byEntry = new TreeMap<>();
    for (DeclaredSecret one : declared) {
      if (one.where() == Where.HISTORY && !isStillSet(one, entries, declared)) {
        byEntry
            .computeIfAbsent(Integer.parseInt(one.place()), _ -> new ArrayList<>())
            .add(one.secret());
      }
    }
    return byEntry.entrySet().stream()
        .map(e -> finding(entries, e.getKey(), e.getValue()))
        .toList();
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    List<Evidence> left =
        finding.evidence().stream().filter(e -> !parameters.allow().contains(e.subject())).toList();
    return left.isEmpty()
        ? new Judgement.Within()
        : new Judgement.Beyond(finding.what() + ": " + Evidences.names(left), "none");
  }

  /// Whether the entry only sets what the config still says, which [SecretEnv] finds.
  private static boolean isStillSet(
      DeclaredSecret told, HistoryEntries entries, List<DeclaredSecret> declared) {
    String text = entries.text(Integer.parseInt(told.place()));
    Where where =
        text.startsWith("ENV ")
            ? Where.ENVIRONMENT
            : text.startsWith("LABEL ") ? Where.LABEL : Where.HISTORY;
    return where != Where.HISTORY
        && declared.stream()
            .anyMatch(
                other ->
                    other.where() == where
                        && other.secret().kind() == told.secret().kind()
                        && other.secret().hint().equals(told.secret().hint()));
  }

  private static Finding finding(HistoryEntries entries, int number, List<Secret> secrets) {
    String kinds =
        secrets.stream().map(s -> s.kind().phrase()).distinct().collect(Collectors.joining(", "));
    List<Evidence> hints =
        secrets.stream()
            .map(Secret::hint)
            .distinct()
            .map(h -> new Evidence(h, Bytes.NONE))
            .toList();
    return Finding.of(
            DESCRIPTION, new Measure.Observed(), "%s in history entry %d".formatted(kinds, number))
        .blaming(entries.blame(number))
        .showing(hints)
        .mendedBy(fix(hints.getFirst().subject()));
  }

  private static String fix(String hint) {
    String id = hint.matches("[A-Za-z0-9_]{1,40}") ? hint : "secret";
    return "replace the secret by a new one, everybody who pulled the image may have it; then"
        + " pass it as RUN --mount=type=secret,id=%s and read it from /run/secrets/%s"
            .formatted(id, id);
  }
}
