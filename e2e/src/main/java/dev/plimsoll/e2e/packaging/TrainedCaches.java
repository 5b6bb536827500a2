package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.packaging.OciLayout.Layer;
import dev.plimsoll.e2e.parts.process.Cache;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/// Ahead-of-time caches that were trained before, by the layers that they are for: a cache is good
/// for exactly those files, and two trainings never end in the same bytes.
final class TrainedCaches {
  private TrainedCaches() {}

  /// The one for these layers; where there is none, `train` makes it.
  static Path find(List<Layer> layers, Supplier<Path> train) {
    MessageDigest hash = OciLayout.sha256();
    layers.forEach(layer -> hash.update(OciLayout.utf8(layer.diffId())));
    Path kept =
        Cache.directory("trained").resolve(HexFormat.of().formatHex(hash.digest(), 0, 8) + ".aot");
    if (!Files.isRegularFile(kept)) {
      keep(train.get(), kept);
    }
    return kept;
  }

  private static void keep(Path made, Path kept) {
    try {
      Files.createDirectories(kept.getParent());
      Path copy = kept.resolveSibling(kept.getFileName() + "." + ProcessHandle.current().pid());
      Files.copy(made, copy, StandardCopyOption.REPLACE_EXISTING);
      Files.move(copy, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new PartsException("Cannot keep " + kept + ": " + e.getMessage(), e);
    }
  }
}
