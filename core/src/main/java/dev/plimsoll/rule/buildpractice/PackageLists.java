package dev.plimsoll.rule.buildpractice;

import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.buildpractice.PackageCommand.Installer;
import java.util.List;

/// What a package manager's update leaves in a layer, where nobody cleans up behind it.
final class PackageLists {
  /// `rm` of what each of them leaves behind.
  private static final String APT_CLEANED = "rm -rf /var/lib/apt/lists/*";

  private PackageLists() {}

  /// The lists that a layer holds, whether or not a later one hides them.
  static List<FileGroup> in(OwnLayers own, Layer layer, Installer manager) {
    FileClass kept = classOf(manager);
    return own.groupsOf(layer).stream()
        .filter(group -> group.fileClass() == kept && !group.disk().equals(Bytes.NONE))
        .toList();
  }

  /// One instruction that updates, installs and cleans up.
  static String installing(Installer manager, List<String> packages) {
    String names = packages.isEmpty() ? "…" : String.join(" ", packages);
    return switch (manager) {
      case APT ->
          "RUN apt-get update && apt-get install -y --no-install-recommends %s && %s"
              .formatted(names, APT_CLEANED);
      case APK -> "RUN apk add --no-cache " + names;
      case DNF -> "RUN dnf install -y %s && dnf clean all".formatted(names);
      case ZYPPER ->
          "RUN zypper --non-interactive install %s && zypper clean --all".formatted(names);
    };
  }

  private static FileClass classOf(Installer manager) {
    return switch (manager) {
      case APT -> FileClass.APT_LISTS;
      case APK -> FileClass.APK_CACHE;
      case DNF, ZYPPER -> FileClass.YUM_CACHE;
    };
  }
}
