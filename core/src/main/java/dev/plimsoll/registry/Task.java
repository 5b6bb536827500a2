package dev.plimsoll.registry;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.SourceException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is being done, in the user's words, who is asked, and how long it may take: all that an
/// error's sentence needs. `patience` is the time for an answer to begin, `deadline` that for
/// all of it.
record Task(String doing, String peer, Deadline deadline, Deadline patience, Duration budget) {
  static Task of(String doing, Deadline deadline) {
    return new Task(doing, "the registry", deadline, deadline, deadline.remaining());
  }

  /// The same, where someone else than the registry is asked on its behalf.
  Task asking(String other) {
    return new Task(doing, other, deadline, patience, budget);
  }

  /// The same, in so much time at most.
  Task within(Duration time) {
    Deadline earlier = deadline.earlierOf(Deadline.in(time));
    return new Task(doing, peer, earlier, patience.earlierOf(earlier), earlier.remaining());
  }

  /// The same, where an answer is to begin in so much time at most.
  Task beginning(Duration time) {
    return new Task(doing, peer, deadline, patience.earlierOf(Deadline.in(time)), budget);
  }

  /// `doing: peer sentence`.
  String that(String sentence) {
    return doing + ": " + peer + " " + sentence;
  }

  SourceException.Unavailable late(@Nullable Throwable cause) {
    return new SourceException.Unavailable(
        that("did not answer within " + budgetText() + "; check that it is reachable from here"),
        cause);
  }

  SourceException.Unavailable tooSlow(long received) {
    return new SourceException.Unavailable(
        that(
            "sent only "
                + received
                + " bytes within "
                + budgetText()
                + "; it or the network is too slow"));
  }

  SourceException.Unavailable interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new SourceException.Unavailable(doing + ": it was called off", cause);
  }

  /// To a tenth of a second: `4 s`, `0.5 s`.
  private String budgetText() {
    long tenths = Math.max(1, Math.round(budget.toMillis() / 100.0));
    return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
  }
}
