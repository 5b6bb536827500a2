package dev.plimsoll.operator.audit;

import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The answers found so far. A digest never changes, so an answer stands until nobody asks any
/// more; what could not be judged is asked again after a while, what was only not read yet at
/// once.
final class Answers {
  static final Duration RETRY = Duration.ofMinutes(1);

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

  void put(Question question, Verdict verdict, Instant now) {
    answers.put(question, new Answer(verdict, now));
  }

  /// Forgets what nobody asks any more.
  void keepOnly(Set<Question> asked) {
    answers.keySet().retainAll(asked);
  }

  void forget(Question question) {
    answers.remove(question);
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
      return false;
    }
    return isPending(answer.verdict()) || !answer.at().plus(RETRY).isAfter(now);
  }
}
