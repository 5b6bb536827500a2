package dev.plimsoll.hostile;

import dev.plimsoll.image.SourceException;
import org.jspecify.annotations.Nullable;

/// Something made to harm whoever reads it, and the end it must come to.
///
/// `ending` is the kind of [SourceException], the cause that an inspector gives, or [#READ] where
/// it does no harm; `sentence` is a part of what is then said, of the exception or of the
/// remarks. `twin` is the same thing within the limit, which is read.
record HostileCase(
    String group,
    String name,
    String ending,
    String sentence,
    Attempt attempt,
    @Nullable Attempt twin) {
  static final String READ = "read";

  /// Reads the thing; what was remarked on it, where it is read.
  interface Attempt {
    String run() throws SourceException, Uninspected;
  }

  static HostileCase of(
      String group, String name, String ending, String sentence, Attempt attempt) {
    return new HostileCase(group, name, ending, sentence, attempt, null);
  }

  /// The same case with a twin that is within the limit.
  HostileCase besides(Attempt accepted) {
    return new HostileCase(group, name, ending, sentence, attempt, accepted);
  }
}
