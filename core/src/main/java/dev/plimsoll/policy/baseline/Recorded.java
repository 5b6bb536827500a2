package dev.plimsoll.policy.baseline;

import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Rule;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How one image broke one rule, or could not be judged by it, when the baseline was taken.
///
/// `image` is a manifest digest, or the image's name where the rule is about names or nobody can
/// tell the digest. `rule` is an id, or [#ANY] of an image that could not be read at all.
/// `ceiling` is null where nothing could be measured. `settings` say how the container ran, as far
/// as the rule judges by that; they are empty for all rules about images alone. `actual` is what
/// was said of it, for people.
public record Recorded(
    String image, String rule, @Nullable Ceiling ceiling, String settings, String actual) {
  /// Every rule.
  public static final String ANY = "*";

  /// How a container runs, as far as a rule judges by it.
  public static String settingsFor(Rule<?> rule, ContainerContext container) {
    if (!rule.judgesHowItRuns()) {
      return "";
    }
    return rule.description().family() == Family.USER ? userOf(container) : startOf(container);
  }

  /// Every way in which rules see that a container runs, that of rules about images first.
  public static List<String> allSettings(ContainerContext container) {
    return List.of("", userOf(container), startOf(container));
  }

  private static String userOf(ContainerContext container) {
    Long uid = container.runAsUser();
    return "runAsUser %s, runAsNonRoot %s"
        .formatted(uid == null ? "unset" : uid, container.security().mustNotBeRoot());
  }

  private static String startOf(ContainerContext container) {
    String how =
        String.join(
            "\n",
            userOf(container),
            String.valueOf(container.command()),
            String.valueOf(container.arguments()),
            new TreeMap<>(container.environment()).toString());
    return "runs as " + Ceiling.mark(how);
  }

  /// Whether it is about this rule in a container with these settings.
  boolean isAbout(String id, String withSettings) {
    return (rule.equals(id) || rule.equals(ANY)) && settings.equals(withSettings);
  }

  /// Whether a finding about this image is no worse.
  boolean holds(Finding finding) {
    return ceiling == null || ceiling.holds(finding);
  }

  /// Whether both say the same but for how bad it was.
  public boolean isLike(Recorded other) {
    return image.equals(other.image)
        && rule.equals(other.rule)
        && settings.equals(other.settings)
        && (ceiling == null
            ? other.ceiling == null
            : other.ceiling != null && ceiling.isLike(other.ceiling));
  }

  /// One record for both, which are alike.
  public Recorded or(Recorded other) {
    return ceiling == null || other.ceiling == null
        ? this
        : new Recorded(image, rule, ceiling.or(other.ceiling), settings, actual);
  }
}
