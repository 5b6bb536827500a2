package dev.plimsoll.operator.running;

import dev.plimsoll.evaluation.UnreadableName;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.operator.running.RunningPod.RunningContainer;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.wording.PlainText;
import org.jspecify.annotations.Nullable;

/// The image that a container runs: what its workload calls it, and by which manifest digest the
/// node has it.
///
/// `pinned` asks the repository that the workload names for that digest. It is null where no
/// registry can be asked: where the node tells no manifest digest, as after an image was loaded
/// by hand, or where the name is none. Then `instead` is all that is known of the image.
public record RunningImage(
    String title,
    Reference named,
    @Nullable Reference pinned,
    String imageId,
    @Nullable Inspection instead) {

  /// What a container runs. A name that is none names nothing, whatever the node has.
  public static RunningImage of(RunningContainer container) {
    String imageId = container.imageId();
    Reference named;
    try {
      named = Reference.parse(container.image());
    } catch (InvalidReferenceException e) {
      return new RunningImage(
          PlainText.of(container.image()),
          Reference.UNREADABLE,
          null,
          imageId,
          UnreadableName.inspection(e));
    }
    Digest digest = digestIn(imageId);
    return digest == null ? unpinned(named, imageId) : pinned(named, digest, imageId);
  }

  /// An image that the node has by a digest.
  public static RunningImage pinned(Reference named, Digest digest, String imageId) {
    return new RunningImage(named.toString(), named, named.at(digest), imageId, null);
  }

  /// An image of which the node tells no manifest digest.
  public static RunningImage unpinned(Reference named, String imageId) {
    Unknown why =
        new Unknown(
            Cause.NOT_STATED,
            "the node says %s of %s, which no registry can be asked for; pull the image from its"
                    .formatted(imageId, named)
                + " registry");
    return new RunningImage(named.toString(), named, null, imageId, new Uninspectable(why, null));
  }

  /// The digest for people, or all that the node says.
  public String digest() {
    return pinned == null || pinned.digest() == null ? imageId : pinned.digest().toString();
  }

  /// A runtime writes `repository@digest`, some with a scheme before it; a bare digest is that
  /// of a config, by which no registry can be asked.
  private static @Nullable Digest digestIn(String imageId) {
    int at = imageId.lastIndexOf('@');
    try {
      return at < 0 ? null : Digest.parse(imageId.substring(at + 1));
    } catch (InvalidReferenceException _) {
      return null;
    }
  }
}
