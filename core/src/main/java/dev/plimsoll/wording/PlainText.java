package dev.plimsoll.wording;

import dev.plimsoll.image.Ellipsis;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text for people in which nothing moves a terminal, turns the direction of writing or begins a
/// line, whatever an image wrote into it. The API server drops warnings that hold a control
/// character.
public final class PlainText {
  private static final Pattern MOVING = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private PlainText() {}

  /// The same text with a `?` for each such character, and a blank for a tab.
  public static String of(String text) {
    Matcher moving = MOVING.matcher(text);
    return moving.find()
        ? moving.replaceAll(match -> match.group().equals("\t") ? " " : "?")
        : text;
  }

  /// The same, no longer than this, and never half a character at its end.
  public static String cut(String text, int length) {
    return of(Ellipsis.cut(text, length));
  }
}
