package dev.plimsoll.rule.secrets;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import dev.plimsoll.rule.Finding.Blame;
import java.util.List;
import java.util.regex.Pattern;

/// The entries of an image's history as somebody to blame, those that made no layer as well.
final class HistoryEntries {
  private final Facts facts;
  private final List<HistoryEntry> entries;
  private final boolean joined;

  private HistoryEntries(Facts facts) {
    this.facts = facts;
    this.entries = facts.config().history();
    this.joined = made(entries.size()) == facts.layers().size();
  }

  static HistoryEntries of(Facts facts) {
    return new HistoryEntries(facts);
  }

  /// The instruction of an entry, counted from 1; blank where the entry says nothing.
  String text(int number) {
    return Instruction.of(entry(number).createdBy()).map(Instruction::text).orElse("");
  }

  /// Whose fault an entry, counted from 1, is. Of one that made no layer only that is sure which
  /// comes before the base's last layer.
  Blame blame(int number) {
    Instruction instruction = Instruction.of(entry(number).createdBy()).orElse(null);
    if (!joined) {
      return new Blame(null, instruction, null);
    }
    int before = made(number - 1);
    if (entry(number).emptyLayer()) {
      boolean base = before < facts.base().layers();
      return new Blame(null, instruction, base ? Origin.BASE : null);
    }
    Layer layer = facts.layer(before + 1);
    return new Blame(layer, instruction, facts.base().originOf(layer.number()));
  }

  /// Whose fault a variable or label is: the last entry whose instruction is this one and names it;
  /// nobody's where none does.
  Blame thatSets(String keyword, String name) {
    Pattern sets =
        Pattern.compile(
            "(?s)" + keyword + "\\s+(?:.*[\\s])?[\"']?" + Pattern.quote(name) + "[\"']?[=\\s].*");
    for (int number = entries.size(); number > 0; number--) {
      if (sets.matcher(text(number)).matches()) {
        return blame(number);
      }
    }
    return Blame.NOBODY;
  }

  private HistoryEntry entry(int number) {
    return entries.get(number - 1);
  }

  /// How many of the first entries made a layer.
  private int made(int first) {
    return (int) entries.stream().limit(first).filter(entry -> !entry.emptyLayer()).count();
  }
}
