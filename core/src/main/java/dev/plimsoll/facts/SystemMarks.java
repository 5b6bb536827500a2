package dev.plimsoll.facts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.facts.FileFacts.OperatingSystem;
import dev.plimsoll.layer.Overlay;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What kind of system an image is built on, and the marks that makers of small ones leave.
///
/// `slim` is Debian's mark of a slim variant (`/etc/dpkg/dpkg.cfg.d/docker`); `excludes` is the
/// file with which Ubuntu leaves out documentation (`/etc/dpkg/dpkg.cfg.d/excludes`). Both are
/// true where any layer has the file: anybody can write it, so it proves nothing of what else is
/// there.
public record SystemMarks(Kind kind, boolean slim, boolean excludes) {

  /// A system of no special kind, without marks.
  static final SystemMarks NONE = new SystemMarks(Kind.OTHER, false, false);

  /// The kinds that rules treat apart.
  public enum Kind {
    /// Neither os-release nor packages of a system.
    SCRATCH,
    ALPINE,
    /// os-release says so, or dpkg describes packages one by one and there is no shell.
    DISTROLESS,
    /// Any other system, full or slim.
    OTHER
  }

  private static final String SETTINGS = "/etc/dpkg/dpkg.cfg.d/";
  private static final String STATUS = "/var/lib/dpkg/status";
  private static final String SPLIT = "/var/lib/dpkg/status.d";
  private static final List<String> RPM = List.of("/var/lib/rpm", "/usr/lib/sysimage/rpm");
  private static final List<String> DATABASES =
      List.of(STATUS, SPLIT, "/lib/apk/db/installed", "/usr/lib/apk/db/installed");

  static SystemMarks in(Overlay overlay, @Nullable OperatingSystem system, List<FileGroup> groups) {
    return new SystemMarks(
        kind(overlay, system, groups),
        holds(overlay, SETTINGS + "docker"),
        holds(overlay, SETTINGS + "excludes"));
  }

  private static Kind kind(
      Overlay overlay, @Nullable OperatingSystem system, List<FileGroup> groups) {
    if (system != null && system.id().equals("alpine") && !isOfOthers(overlay)) {
      return Kind.ALPINE;
    }
    if (system != null
        && system.prettyName().toLowerCase(Locale.ROOT).contains("distroless")
        && !isOfOthers(overlay)) {
      return Kind.DISTROLESS;
    }
    if (holds(overlay, SPLIT) && !holds(overlay, STATUS) && !hasShell(groups)) {
      return Kind.DISTROLESS;
    }
    boolean packaged =
        Stream.concat(DATABASES.stream(), RPM.stream()).anyMatch(path -> holds(overlay, path));
    return system == null && !packaged ? Kind.SCRATCH : Kind.OTHER;
  }

  /// Whether dpkg or RPM installed packages here: os-release is one file, which anybody can
  /// write, and says nothing against them.
  private static boolean isOfOthers(Overlay overlay) {
    return holds(overlay, STATUS) || RPM.stream().anyMatch(path -> holds(overlay, path));
  }

  private static boolean hasShell(List<FileGroup> groups) {
    return groups.stream().anyMatch(g -> g.present() && g.fileClass() == FileClass.SHELL);
  }

  private static boolean holds(Overlay overlay, String path) {
    return overlay.locate(path.getBytes(UTF_8)) >= 0;
  }
}
