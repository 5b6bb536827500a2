package dev.plimsoll.operator.audit;

import dev.plimsoll.operator.audit.RunningPod.RunningContainer;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The image that a container runs: what its workload calls it, and by which manifest digest the
/// node has it.
///
/// `pinned` asks the repository that the workload names for that digest. It is null where the
/// node tells no manifest digest, as after an image was loaded by hand.
public record RunningImage(Reference named, @Nullable Reference pinned, String imageId) {

  /// What a container runs, or nothing where its workload's reference is none.
  public static Optional<RunningImage> of(RunningContainer container) {
    try {
      Reference named = Reference.parse(container.image());
      Digest digest = digestIn(container.imageId());
      return Optional.of(
          new RunningImage(named, digest == null ? null : named.at(digest), container.imageId()));
    } catch (InvalidReferenceException _) {
      return Optional.empty();
    }
  }

  /// The digest for people, or all that the node says.
  String digest() {
    return pinned == null || pinned.digest() == null ? imageId : pinned.digest().toString();
  }

  /// A runtime writes `repository@digest`, some with a scheme before it; a bare digest is that
  /// of a config, by which no registry can be asked.
  private static @Nullable Digest digestIn(String imageId) {
    int at = imageId.lastIndexOf('@');
    return at < 0 ? null : Digest.parse(imageId.substring(at + 1));
  }
}
