package dev.plimsoll.policy.baseline;

import dev.plimsoll.reference.Digest;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one policy tolerates in one namespace, since it ran there before.
///
/// Two are equal that are of the same name, version and end: what they hold follows from that.
public final class Baseline {
  private final String name;
  private final String version;
  private final @Nullable Instant until;
  private final Set<String> rules;
  private final Map<String, List<Recorded>> byImage;

  /// `name` is what people call it, `namespace/name`; `rules` are those for which it was taken.
  public Baseline(
      String name,
      String version,
      @Nullable Instant until,
      Set<String> rules,
      Collection<Recorded> records) {
    this.name = name;
    this.version = version;
    this.until = until;
    this.rules = Set.copyOf(rules);
    Map<String, List<Recorded>> sorted = new HashMap<>();
    records.forEach(r -> sorted.computeIfAbsent(r.image(), _ -> new ArrayList<>()).add(r));
    this.byImage = sorted;
  }

  /// The same baseline, ending at a moment; null for never.
  public Baseline until(@Nullable Instant end) {
    return Objects.equals(until, end) ? this : new Baseline(this, end);
  }

  private Baseline(Baseline other, @Nullable Instant end) {
    this.name = other.name;
    this.version = other.version;
    this.until = end;
    this.rules = other.rules;
    this.byImage = other.byImage;
  }

  public String name() {
    return name;
  }

  public @Nullable Instant until() {
    return until;
  }

  /// Whether it was taken for this rule, so that the policy may refuse by it.
  public boolean covers(String rule) {
    return rules.contains(rule);
  }

  public boolean isInForceAt(Instant now) {
    return until == null || now.isBefore(until);
  }

  /// Whether a finding that breaks a rule may stay: in the image with this digest, or, of a rule
  /// about names, in one that is named like the container's.
  public boolean tolerates(
      Rule<?> rule, Finding finding, @Nullable Digest digest, ContainerContext container) {
    return rules.contains(rule.id())
        && about(rule, digest == null ? nameOf(container) : digest.toString(), container)
            .anyMatch(recorded -> recorded.holds(finding));
  }

  /// Whether an image may stay though nobody can judge it by a rule: one that was recorded by its
  /// digest, which cannot have become worse, or that could not be judged then either.
  public boolean toleratesUnjudged(
      Rule<?> rule, @Nullable Digest digest, ContainerContext container) {
    Digest known = digest == null ? pinnedBy(container) : digest;
    return rules.contains(rule.id())
        && Stream.concat(
                known == null ? Stream.empty() : about(rule, known.toString(), container),
                about(rule, nameOf(container), container).filter(r -> r.ceiling() == null))
            .findAny()
            .isPresent();
  }

  private Stream<Recorded> about(Rule<?> rule, String image, ContainerContext container) {
    List<Recorded> records = byImage.get(image);
    if (records == null) {
      return Stream.empty();
    }
    String settings = Recorded.settingsFor(rule, container);
    return records.stream().filter(recorded -> recorded.isAbout(rule.id(), settings));
  }

  private static @Nullable Digest pinnedBy(ContainerContext container) {
    return container.reference() == null ? null : container.reference().digest();
  }

  private static String nameOf(ContainerContext container) {
    return Optional.ofNullable(container.reference()).map(Object::toString).orElse("");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Baseline same
        && name.equals(same.name)
        && version.equals(same.version)
        && Objects.equals(until, same.until);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version, until);
  }

  @Override
  public String toString() {
    return "baseline " + name;
  }
}
