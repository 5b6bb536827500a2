package dev.plimsoll.operator.audit;

import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/// The answers found so far. A digest never changes, so an answer stands for long; what could
/// not be judged is asked again after a while, what was only not read yet at once.
final class Answers {
  static final Duration RETRY = Duration.ofMinutes(1);

  /// Images grow old, releases end, toleration does: a verdict is of its time.
  static final Duration STANDS = Duration.ofHours(1);

  private final Map<Question, Answer> answers = new HashMap<>();

  private record Answer(Verdict verdict, Instant at) {}

  /// Whether the question need not be asked again.
  boolean isAnswered(Question question, Instant now) {
    Answer answer = answers.get(question);
    return answer != null && !isToBeAskedAgain(answer, now);
  }

  /// The latest answer.
  Optional<Verdict> to(Question question) {
    return Optional.ofNullable(answers.get(question)).map(Answer::verdict);
  }

  /// An image that is not read yet is no reason to forget what is known of it.
  void put(Question question, Verdict verdict, Instant now) {
    Answer former = answers.get(question);
    if (former == null || isPending(former.verdict()) || !isPending(verdict)) {
      answers.put(question, new Answer(verdict, now));
    }
  }

  /// Forgets what nobody asks any more.
  void keepOnly(Set<Question> asked) {
    answers.keySet().retainAll(asked);
  }

  /// Forgets the answers to those that are picked.
  void forget(Map<Question, Policy> asked, BiPredicate<Question, Policy> picked) {
    asked.forEach(
        (question, policy) -> {
          if (picked.test(question, policy)) {
            answers.remove(question);
          }
        });
  }

  void forget() {
    answers.clear();
  }

  static boolean isPending(Verdict verdict) {
    return verdict.undecided().stream()
        .anyMatch(undecided -> undecided.why().cause() == Cause.SCAN_PENDING);
  }

  private static boolean isToBeAskedAgain(Answer answer, Instant now) {
    if (answer.verdict().undecided().isEmpty()) {
      return !answer.at().plus(STANDS).isAfter(now);
    }
    return isPending(answer.verdict()) || !answer.at().plus(RETRY).isAfter(now);
  }
}
