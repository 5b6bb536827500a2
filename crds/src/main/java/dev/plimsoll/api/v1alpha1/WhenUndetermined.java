package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.UndeterminedAction;
import io.fabric8.generator.annotation.Default;
import java.util.Map;

/// What a policy does where an image could not be judged, by the cause.
///
/// The defaults refuse only what the next attempt will settle (a scan under way) and what nobody
/// should run unread (a damaged or hostile image). A fault of the registry or of its credentials
/// warns: it must not keep a cluster from healing itself, and what came in meanwhile is judged
/// by the audit.
public record WhenUndetermined(
    @JsonPropertyDescription(
            "The image's layers are still being read when the answer is due. Deny (the default)"
                + " makes a controller try again a moment later, when the scan is done; on"
                + " Deployments and other workload kinds it only warns, since their Pods are judged"
                + " again.")
        @Default("Deny")
        Action scanPending,
    @JsonPropertyDescription(
            "The registry does not answer, fails, or asks to be left alone. Warn (the default) lets"
                + " a cluster heal itself while its registry is away; what came in is judged later"
                + " by the audit.")
        @Default("Warn")
        Action unreachable,
    @JsonPropertyDescription(
            "The registry wants credentials that Plimsoll does not have, or refuses those it has."
                + " Default: Warn.")
        @Default("Warn")
        Action unauthorized,
    @JsonPropertyDescription(
            "The registry knows no such image. Default: Warn, since a node may have the image from"
                + " elsewhere, and some registries answer so where credentials are missing.")
        @Default("Warn")
        Action notFound,
    @JsonPropertyDescription(
            "What the registry holds is damaged, hostile, beyond the limits for reading, or no"
                + " image; or the image's name cannot be read. Default: Deny.")
        @Default("Deny")
        Action unreadable,
    @JsonPropertyDescription(
            "The image was read but does not say what a rule asks, such as the uid of its user's"
                + " name. Default: Warn.")
        @Default("Warn")
        Action notStated) {

  /// Every cause at its default.
  static final WhenUndetermined DEFAULTS =
      new WhenUndetermined(
          Action.DENY, Action.WARN, Action.WARN, Action.WARN, Action.DENY, Action.WARN);

  /// What is left out gets its default, as an API server would fill it in.
  public WhenUndetermined {
    scanPending = scanPending == null ? Action.DENY : scanPending;
    unreachable = unreachable == null ? Action.WARN : unreachable;
    unauthorized = unauthorized == null ? Action.WARN : unauthorized;
    notFound = notFound == null ? Action.WARN : notFound;
    unreadable = unreadable == null ? Action.DENY : unreadable;
    notStated = notStated == null ? Action.WARN : notStated;
  }

  Map<Cause, UndeterminedAction> byCause() {
    return Map.of(
        Cause.SCAN_PENDING, scanPending.action(),
        Cause.UNREACHABLE, unreachable.action(),
        Cause.UNAUTHORIZED, unauthorized.action(),
        Cause.NOT_FOUND, notFound.action(),
        Cause.UNREADABLE, unreadable.action(),
        Cause.NOT_STATED, notStated.action());
  }

  /// Whether to admit, to admit with a warning, or to refuse; never harder than the enforcement
  /// of the rule that could not be judged.
  public enum Action {
    @JsonProperty("Allow")
    ALLOW,
    @JsonProperty("Warn")
    WARN,
    @JsonProperty("Deny")
    DENY;

    UndeterminedAction action() {
      return switch (this) {
        case ALLOW -> UndeterminedAction.ALLOW;
        case WARN -> UndeterminedAction.WARN;
        case DENY -> UndeterminedAction.DENY;
      };
    }
  }
}
