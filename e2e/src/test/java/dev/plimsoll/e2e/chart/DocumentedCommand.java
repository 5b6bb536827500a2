package dev.plimsoll.e2e.chart;

import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A block of shell commands on a page of the documentation.
///
/// @param isRun whether the page says `<!-- run -->` above it
/// @param failsWith what it says when it fails as it should, or null where it succeeds
record DocumentedCommand(String page, String script, boolean isRun, @Nullable String failsWith) {
  private static final Pattern BLOCK =
      Pattern.compile("(<!-- run(?:: fails with (.*?))? -->\\n)?```sh\\n(.*?)```", Pattern.DOTALL);

  /// All blocks of a page, in its order.
  static List<DocumentedCommand> on(String page) throws IOException {
    String text = Files.readString(SourceTree.root().resolve("docs").resolve(page));
    List<DocumentedCommand> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      blocks.add(
          new DocumentedCommand(page, block.group(3), block.group(1) != null, block.group(2)));
    }
    return blocks;
  }

  /// The page and the first line, for a report.
  String title() {
    return page + ": " + script.lines().findFirst().orElse("");
  }
}
