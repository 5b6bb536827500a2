package dev.plimsoll.cli.report;

import dev.plimsoll.cli.glossary.Meaning;
import java.util.List;

/// What is written about a word of policies and messages, for people.
public final class WordPage {
  private WordPage() {}

  /// What a word means, place by place.
  public static String of(String word, List<Meaning> meanings, Style style) {
    Lines lines = new Lines().add(style.bold(word));
    for (Meaning meaning : meanings) {
      lines.blank().wrapped(2, style.width(), meaning.where());
      lines.wrapped(4, 4, style.width(), meaning.text(), "", "");
    }
    return lines.toString();
  }
}
