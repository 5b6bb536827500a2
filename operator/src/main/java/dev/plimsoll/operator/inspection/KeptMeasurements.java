package dev.plimsoll.operator.inspection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.policy.Measurements;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Rule;
import java.util.List;

/// What rules found, kept: facts never change, so each is measured once.
///
/// What an image's base is taken for is no part of its digest and may become better known.
final class KeptMeasurements implements Measurements {
  private static final int MOST = 20_000;

  private final Cache<Measured, List<Finding>> kept =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  private record Measured(String rule, Digest image, Depth depth, BaseImage base) {}

  @Override
  public List<Finding> findings(Rule<?> rule, Facts facts) {
    return kept.get(
        new Measured(rule.id(), facts.digest(), facts.depth(), facts.base()),
        _ -> List.copyOf(rule.measure(facts)));
  }
}
