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
/// @param way the way of installing that the block is part of, as `with kustomize`; empty for
///     Helm's; null where the page does not say `<!-- run -->` above the block
/// @param dryRun whether the API server is only asked what it would say
/// @param failsWith what it says when it fails as it should, or null where it succeeds
record DocumentedCommand(
    String page, String script, @Nullable String way, boolean dryRun, @Nullable String failsWith) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(<!-- run(?:: (?:(as a dry run)|fails with (.*?)|(with .*?)))? -->\\n)?```sh\\n(.*?)```",
          Pattern.DOTALL);

  /// All blocks of a page, in its order.
  static List<DocumentedCommand> on(String page) throws IOException {
    String text = Files.readString(SourceTree.root().resolve("docs").resolve(page));
    List<DocumentedCommand> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String way = block.group(4) == null ? "" : block.group(4);
      blocks.add(
          new DocumentedCommand(
              page,
              block.group(2) == null ? block.group(5) : tried(block.group(5)),
              block.group(1) == null ? null : way,
              block.group(2) != null,
              block.group(3)));
    }
    return blocks;
  }

  private static String tried(String script) {
    return script.replace("helm upgrade ", "helm upgrade --dry-run=server ");
  }

  /// The page and the first line, for a report.
  String title() {
    return page + ": " + script.lines().findFirst().orElse("");
  }
}
