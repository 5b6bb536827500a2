package dev.plimsoll.e2e.images;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What was said to go, against what is gone from the image that was mended by hand, in bytes of
/// the files that the image before showed: `right` were said to go and are gone, `wrong` were said
/// to go and are there, `missed` are gone and were said to stay.
record RemovedPaths(long right, long wrong, long missed) {

  /// `said` and `before` are of the image before, `after` are the paths of the mended one. Of what
  /// goes with the base, what comes again with the `base` instead stays.
  static RemovedPaths of(
      Collection<String> said, Map<String, Long> before, Set<String> after, Set<String> base) {
    Set<String> going = new HashSet<>(said);
    going.removeAll(base);
    long right = 0;
    long wrong = 0;
    long missed = 0;
    for (Map.Entry<String, Long> file : before.entrySet()) {
      boolean gone = !after.contains(file.getKey());
      if (going.contains(file.getKey())) {
        right += gone ? file.getValue() : 0;
        wrong += gone ? 0 : file.getValue();
      } else if (gone) {
        missed += file.getValue();
      }
    }
    return new RemovedPaths(right, wrong, missed);
  }

  /// Of what was said to go, the share that is gone.
  double precision() {
    return right + wrong == 0 ? 1 : (double) right / (right + wrong);
  }

  /// Of what is gone, the share that was said to go.
  double recall() {
    return right + missed == 0 ? 1 : (double) right / (right + missed);
  }
}
