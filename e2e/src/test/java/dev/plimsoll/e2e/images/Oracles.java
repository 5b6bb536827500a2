package dev.plimsoll.e2e.images;

import dev.plimsoll.e2e.parts.process.Cache;
import dev.plimsoll.e2e.parts.process.Script;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.nio.file.Path;
import java.util.List;

/// Programs of others that say what is true of an image: `crane`, and `trees`, which asks
/// containerd's code and the kernel's overlayfs.
record Oracles(Path directory) {

  static Oracles build() {
    Path script = SourceTree.root().resolve("e2e/oracles/build.sh");
    return new Oracles(Path.of(Script.run(script, List.of(), System.err::println).strip()));
  }

  /// What `crane` prints.
  String crane(String... arguments) {
    return Script.run(directory.resolve("crane"), List.of(arguments), _ -> {});
  }

  /// The directory with the trees of all images of a layout; those that were asked before are
  /// kept.
  Path trees(Path layout) {
    Path kept = Cache.directory("trees").resolve(directory.getFileName());
    List<String> arguments = List.of(layout.toString(), kept.toString());
    Script.run(directory.resolve("trees"), arguments, System.err::println);
    return kept;
  }
}
