package dev.plimsoll.rule;

import dev.plimsoll.facts.Instruction;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import dev.plimsoll.rule.Finding.Blame;
import org.jspecify.annotations.Nullable;

/// The instructions that wrote an image's config, as its history tells them.
public final class HistoryLines {
  private HistoryLines() {}

  /// Whom to blame for what the config says: the last instruction with this keyword that made no
  /// layer, nobody where history has none.
  public static Blame lastThatSets(ImageConfig config, String keyword) {
    Instruction last = null;
    for (HistoryEntry entry : config.history()) {
      if (entry.emptyLayer()) {
        last = Instruction.of(entry.createdBy()).filter(i -> sets(i, keyword)).orElse(last);
      }
    }
    return new Blame(null, last, null);
  }

  private static boolean sets(@Nullable Instruction instruction, String keyword) {
    return instruction != null && instruction.text().startsWith(keyword + " ");
  }
}
