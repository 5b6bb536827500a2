package dev.plimsoll.facts;

import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.facts.program.ProgramSurvey;
import dev.plimsoll.facts.secret.SecretSurvey;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.packages.Sightings;
import dev.plimsoll.packages.inventory.PackageInventory;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What facts list, each up to a number and as far as the files that tell of it were read: what
/// is not listed may be there all the same where there is a gap.
public enum Concern {
  SECRETS("secrets", SecretSurvey.MOST),
  /// What is no package's of the operating system.
  PROGRAMS("programs", ProgramSurvey.MOST),
  SYSTEM_PACKAGES("packages of the operating system", Integer.MAX_VALUE),
  /// Of the operating system and of languages.
  PACKAGES("packages", Integer.MAX_VALUE),
  PRIVILEGED_FILES("setuid and setgid files", PrivilegedFile.MOST);

  private static final Pattern UNREAD =
      Pattern.compile("(?s)layer \\d+ has a (/.*) of [^,]*" + LayerContents.TOO_LARGE);

  private final String phrase;
  private final int most;

  Concern(String phrase, int most) {
    this.phrase = phrase;
    this.most = most;
  }

  /// Why some may be there that these facts do not list; none where they list all.
  Optional<Unknown> gapIn(FileFacts files) {
    Optional<String> why =
        listedIn(files) >= most
            ? Optional.of(
                "the image has so many %s that no more than %d are listed; remove some"
                    .formatted(phrase, most))
            : files.remarks().stream()
                .filter(this::isOpenedBy)
                .findFirst()
                .map(remark -> "%s, so there may be %s that nobody sees".formatted(remark, phrase));
    return why.map(detail -> new Unknown(Cause.UNREADABLE, detail));
  }

  private int listedIn(FileFacts files) {
    return switch (this) {
      case SECRETS -> files.secrets().size();
      case PROGRAMS -> files.programs().programs().size();
      case PRIVILEGED_FILES -> files.privileged().size();
      case SYSTEM_PACKAGES, PACKAGES -> 0;
    };
  }

  /// Whether a remark says that some were not read.
  private boolean isOpenedBy(String remark) {
    return switch (this) {
      case SECRETS, PROGRAMS -> lacksRoom(remark);
      case SYSTEM_PACKAGES ->
          remark.endsWith(LayerContents.CROWDED)
              || remark.endsWith(Sightings.CUT)
              || tooLarge(remark).filter(PackageInventory::isSystemDatabase).isPresent();
      case PACKAGES ->
          lacksRoom(remark)
              || SYSTEM_PACKAGES.isOpenedBy(remark)
              || tooLarge(remark).filter(PackageInventory::tells).isPresent();
      case PRIVILEGED_FILES -> false;
    };
  }

  /// Whether a remark says that some of anything were not read.
  static boolean isGap(String remark) {
    return PACKAGES.isOpenedBy(remark);
  }

  static boolean lacksRoom(String remark) {
    return remark.endsWith(LayerContents.NO_ROOM);
  }

  private static Optional<String> tooLarge(String remark) {
    Matcher unread = UNREAD.matcher(remark);
    return unread.matches() ? Optional.of(unread.group(1)) : Optional.empty();
  }
}
