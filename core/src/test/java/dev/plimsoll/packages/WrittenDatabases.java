package dev.plimsoll.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// Package databases that the ecosystems' own tools wrote, with what these tools list in them;
/// `src/test/databases` has the scripts.
public final class WrittenDatabases {
  private WrittenDatabases() {}

  /// The database of this name.
  public static byte[] bytes(String name) {
    try (InputStream packed = open(name + ".gz");
        InputStream plain = new GZIPInputStream(packed)) {
      return plain.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The lines of a list.
  public static List<String> lines(String name) {
    try (InputStream text = open(name)) {
      return new String(text.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(
        WrittenDatabases.class.getResourceAsStream("/databases/" + name),
        () -> "there is no database " + name + "; src/test/databases/make.sh writes it");
  }
}
