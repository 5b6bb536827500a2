package dev.plimsoll.e2e.installation;

import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.process.Patience;
import java.time.Duration;
import java.util.regex.Pattern;

/// The operator's first look at an image. An answer may be due before that is over, and then says
/// so instead of what is wrong with the image: how soon it is over is a matter of the machine. An
/// answer's end may be cut, so each is told by its beginning.
public final class FirstLook {
  private static final Pattern UNREAD =
      Pattern.compile(
          "the files of \\S+( are|…)|was not read|not been read|not been looked into"
              + "|did not answer for|in the time there was");

  private FirstLook() {}

  /// Whether an answer is about an image that was read.
  public static boolean isOver(String answer) {
    return !UNREAD.matcher(answer).find();
  }

  /// Returns once this image is read as far as the policies of this namespace need it, and whether
  /// it is within that time.
  public static boolean ends(Kubectl kubectl, String namespace, String image, Duration longest) {
    return Patience.comes(
        longest,
        () ->
            isOver(
                kubectl
                    .run(
                        "run",
                        "first-look",
                        "--namespace=" + namespace,
                        "--image=" + image,
                        "--dry-run=server")
                    .err()));
  }
}
