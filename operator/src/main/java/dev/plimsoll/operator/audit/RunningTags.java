package dev.plimsoll.operator.audit;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.memory.TagMoves;
import dev.plimsoll.operator.running.Pullers;
import dev.plimsoll.operator.running.RunningImage;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.memory.Memory;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Asks what the tags mean by now whose images run, where a policy wants to know.
final class RunningTags {
  private final TagMoves moves;

  RunningTags(TagMoves moves) {
    this.moves = moves;
  }

  /// Asks what tags mean, each by an image that runs under it and whoever pulls that: the
  /// manifests of all judged platforms. A tag that nobody can tell is left out.
  @FunctionalInterface
  interface Look {
    Map<Reference, Set<Digest>> imagesOf(
        Map<Reference, Reference> tags, Pullers pullers, Deadline deadline);
  }

  /// Asks for the tags that are due, and forgets the answers that hang on one which means
  /// something else now.
  void refresh(
      Map<Question, Policy> asked,
      Answers answers,
      Pullers pullers,
      Look look,
      Instant now,
      Deadline deadline) {
    Map<Reference, Reference> tags = new HashMap<>();
    asked.forEach(
        (question, policy) -> {
          RunningImage image = question.image();
          if (isTag(image.named())
              && image.pinned() != null
              && policy.asksOfMemory(Memory.Part.TAGS)) {
            tags.putIfAbsent(image.named(), image.pinned());
          }
        });
    Set<Reference> due = moves.due(tags.keySet(), now);
    if (due.isEmpty()) {
      return;
    }
    tags.keySet().retainAll(due);
    Set<Reference> news = moves.note(due, look.imagesOf(tags, pullers, deadline), now);
    answers.forget(
        asked,
        (question, policy) ->
            news.contains(question.image().named()) && policy.asksOfMemory(Memory.Part.TAGS));
  }

  private static boolean isTag(Reference named) {
    return named.tag() != null && named.digest() == null;
  }
}
