package dev.plimsoll.e2e.pictures;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A Chromium without a window, which draws one page and ends.
final class Browser {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// It asks nobody for anything, and no sandbox lets root start it.
  private static final List<String> OPTIONS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          "--allow-file-access-from-files",
          "--timeout=3000");

  private final Path program;
  private final Path work;

  private Browser(Path program, Path work) {
    this.program = program;
    this.work = work;
  }

  /// The one on the `PATH`; what it keeps goes into `work`.
  static Browser find(Path work) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, "chromium"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Browser(program, work))
        .orElseThrow(
            () ->
                new PartsException(
                    "No chromium is on the PATH: as root, apt-get install chromium."));
  }

  /// Draws what a window of that size shows of `page` into `picture`.
  void draw(Path page, int width, int height, boolean dark, Path picture) {
    List<String> line = new ArrayList<>(List.of(program.toString()));
    line.addAll(OPTIONS);
    line.add("--user-data-dir=" + work.resolve("profile-" + picture.getFileName()));
    line.add("--blink-settings=preferredColorScheme=" + (dark ? 0 : 1));
    line.add("--window-size=" + width + "," + height);
    line.add("--screenshot=" + picture.toAbsolutePath());
    line.add(page.toUri().toString());
    try {
      Path log = work.resolve("chromium.log");
      Files.deleteIfExists(picture);
      Process process =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      if (!process.waitFor(LIMIT)) {
        process.destroyForcibly();
        throw new PartsException("chromium did not draw " + page + " within " + LIMIT + ".");
      }
      if (!Files.isRegularFile(picture)) {
        throw new PartsException(
            "chromium drew nothing for " + page + ": " + Files.readString(log));
      }
    } catch (IOException e) {
      throw new PartsException("Cannot run chromium: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while chromium drew " + page, e);
    }
  }
}
