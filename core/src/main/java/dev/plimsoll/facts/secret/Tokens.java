package dev.plimsoll.facts.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/// Finds tokens in texts: in one pass for the pairs of characters that their prefixes begin
/// with, and only there by pattern.
final class Tokens {
  private static final boolean[] GATE = new boolean[1 << 14];

  static {
    for (Token token : Token.ALL) {
      GATE[pair(token.prefix().charAt(0), token.prefix().charAt(1))] = true;
    }
  }

  private Tokens() {}

  static List<Span> in(String text) {
    List<Span> found = new ArrayList<>();
    int end = text.length() - 1;
    for (int at = 0; at < end; at++) {
      char first = text.charAt(at);
      char second = text.charAt(at + 1);
      if ((first | second) < 128 && GATE[pair(first, second)] && begins(text, at)) {
        at = add(text, at, found);
      }
    }
    return found;
  }

  /// Adds the token that begins here, if one does; the place to go on from.
  private static int add(String text, int at, List<Span> found) {
    for (Token token : Token.beginningWith(text.charAt(at))) {
      if (text.startsWith(token.prefix(), at)) {
        int rest = at + token.prefix().length();
        Matcher matcher = token.rest().matcher(text).region(rest, text.length());
        matcher.useTransparentBounds(true);
        if (matcher.lookingAt() && !Placeholders.isMadeUp(text.substring(rest, matcher.end()))) {
          found.add(new Span(token.kind(), at, matcher.end(), token.hint()));
          return matcher.end() - 1;
        }
      }
    }
    return at;
  }

  /// Whether a word may begin here; an escape's letter (`\n`) belongs to none.
  private static boolean begins(String text, int at) {
    if (at == 0) {
      return true;
    }
    char before = text.charAt(at - 1);
    boolean escape = at > 1 && text.charAt(at - 2) == '\\';
    return escape || !(Character.isLetterOrDigit(before) || before == '_');
  }

  private static int pair(char first, char second) {
    return first << 7 | second;
  }
}
