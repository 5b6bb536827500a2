package dev.plimsoll.evaluation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Rule;
import java.util.List;

/// Findings measured once for each image and kept while there is room.
///
/// What a rule finds depends on the image, on how deep it was read and on what is known of its
/// base, and on nothing else; those three are the key.
public final class KeptMeasurements implements Measurements {
  private final Cache<Key, List<Finding>> findings;

  private record Key(String rule, Digest image, Depth depth, BaseImage base) {}

  /// Keeps the findings of about `images` images, the most recently asked for.
  public KeptMeasurements(int images, int rules) {
    findings = Caffeine.newBuilder().maximumSize((long) images * rules).build();
  }

  @Override
  public List<Finding> findings(Rule<?> rule, Facts facts) {
    Key key = new Key(rule.id(), facts.digest(), facts.depth(), facts.base());
    return findings.get(key, _ -> List.copyOf(rule.measure(facts)));
  }
}
