package dev.plimsoll.operator.baseline;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.SequencedSet;

/// The objects that were deleted of late: none of them comes back, though an older event may
/// still tell of it.
final class Gone {
  private static final int MOST = 1000;

  private final SequencedSet<String> uids = new LinkedHashSet<>();

  static boolean isSame(HasMetadata one, HasMetadata other) {
    return Objects.equals(one.getMetadata().getUid(), other.getMetadata().getUid());
  }

  synchronized void add(HasMetadata object) {
    String uid = object.getMetadata().getUid();
    if (uid != null && uids.add(uid) && uids.size() > MOST) {
      uids.removeFirst();
    }
  }

  synchronized boolean has(HasMetadata object) {
    return uids.contains(object.getMetadata().getUid());
  }
}
