package dev.plimsoll.rule.buildpractice;

import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.facts.Layer;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells whether a layer holds an application's sources, or what was made of them: what changes
/// with every change of code.
///
/// Files decide: a COPY of manifests, scripts to start with and configuration is none. Of the
/// files that no package owns only the largest are known by name; where there are more, a COPY of
/// a whole directory counts too.
final class ApplicationSource {
  private static final Pattern COPY = Pattern.compile("(?:COPY|ADD)\\s(?s:.*)");

  /// `COPY . .`, or a directory whose name the classic builder hashed.
  private static final Pattern OF_DIRECTORY =
      Pattern.compile("(?:COPY|ADD)\\s+(?:--\\S+\\s+)*(?:\\.{1,2}/?|\\*|dir:[0-9a-f]+)\\s(?s:.*)");

  private static final Set<String> SOURCES =
      Set.of(
          "py", "js", "mjs", "cjs", "jsx", "ts", "tsx", "vue", "svelte", "html", "css", "java",
          "kt", "scala", "clj", "groovy", "go", "rs", "rb", "erb", "php", "cs", "fs", "vb", "ex",
          "exs", "erl", "pl", "lua", "swift", "c", "cc", "cpp", "h", "jar", "war", "class", "dll",
          "r");

  /// Files with such an extension that say what to install, or how to build.
  private static final Pattern MANIFEST =
      Pattern.compile("setup\\.py|\\.pnp\\.cjs|[\\w.-]*(?:\\.config|file|rc)\\.[cm]?[jt]s");

  /// Where systems and tools keep what is theirs, and no application lies.
  private static final Pattern OF_SYSTEM =
      Pattern.compile(
          "/(?:etc|bin|sbin|lib|lib64|usr/(?:bin|sbin|lib|share|include|libexec)"
              + "|usr/local/(?:bin|sbin|lib|share|etc|include)|var/lib|docker-entrypoint\\.d)/.*");

  private ApplicationSource() {}

  /// Whether a layer's COPY or ADD brought any; `groups` are its files.
  static boolean isIn(Layer layer, List<FileGroup> groups) {
    String text = OwnLayers.text(layer);
    if (!COPY.matcher(text).matches()) {
      return false;
    }
    boolean directory = OF_DIRECTORY.matcher(text).matches();
    return groups.stream()
        .filter(group -> group.owner() == null)
        .anyMatch(group -> isSource(group, directory));
  }

  private static boolean isSource(FileGroup group, boolean directory) {
    List<String> places =
        group.largest().stream()
            .map(SizedPath::path)
            .filter(path -> !OF_SYSTEM.matcher(path).matches())
            .toList();
    boolean unseen = group.files() > group.largest().size();
    return places.stream().anyMatch(ApplicationSource::isSource)
        || (directory && unseen && !places.isEmpty());
  }

  private static boolean isSource(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return SOURCES.contains(name.substring(name.lastIndexOf('.') + 1))
        && !MANIFEST.matcher(name).matches();
  }
}
