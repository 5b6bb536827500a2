package dev.plimsoll.fuzz;

import dev.plimsoll.image.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// One target as Jazzer drives it, guided by what its inputs reach; `core/fuzz.sh` names the
/// target, and a directory to put the seeds into.
public final class JazzerTarget {
  private static FuzzTarget target = FuzzTarget.LAYER;

  private JazzerTarget() {}

  public static void fuzzerInitialize(String[] args) throws IOException {
    target = FuzzTarget.valueOf(args[0].toUpperCase(Locale.ROOT));
    writeSeeds(Path.of(args[1]));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    byte[] read = input.clone();
    if (target == FuzzTarget.LAYER) {
      FuzzRun.mendChecksums(read);
    }
    try {
      target.read(read);
    } catch (SourceException _) {
      // meant for bytes that cannot be read
    }
  }

  private static void writeSeeds(Path directory) throws IOException {
    List<byte[]> seeds = Seeds.of(target);
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(directory.resolve("seed-" + i), seeds.get(i));
    }
  }
}
