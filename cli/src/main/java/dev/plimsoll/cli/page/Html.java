package dev.plimsoll.cli.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// HTML being written, element by element; whatever is given as text stays text.
final class Html {
  private static final List<String> VOID = List.of("meta");

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /// Opens an element; `attributes` are names and values in turn.
  Html tag(String name, String... attributes) {
    out.append('<').append(name);
    for (int i = 0; i + 1 < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1]));
      out.append('"');
    }
    out.append('>');
    if (!VOID.contains(name)) {
      open.push(name);
    }
    return this;
  }

  Html text(String plain) {
    out.append(escaped(plain));
    return this;
  }

  /// Closes the element opened last.
  Html end() {
    out.append("</").append(open.pop()).append(">");
    return this;
  }

  Html line() {
    out.append('\n');
    return this;
  }

  /// An element with text in it and nothing else.
  Html of(String name, String plain, String... attributes) {
    return tag(name, attributes).text(plain).end();
  }

  /// What is markup, style, script or JSON of our own and escaped as that needs.
  Html raw(String own) {
    out.append(own);
    return this;
  }

  /// Text for the page's script to show as text: without what may steer a reader's eye.
  static String shown(String plain) {
    StringBuilder text = new StringBuilder(plain);
    for (int i = 0; i < text.length(); i++) {
      if (isUnsafe(text.charAt(i))) {
        text.setCharAt(i, '\ufffd');
      }
    }
    return text.toString();
  }

  /// Without markup and without control characters; spaces stay.
  static String escaped(String plain) {
    StringBuilder text = new StringBuilder(plain.length() + 16);
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        case '\'' -> text.append("&#39;");
        case '\n', '\t' -> text.append(' ');
        default -> text.append(isUnsafe(c) ? '\ufffd' : c);
      }
    }
    return text.toString();
  }

  /// Control characters, and what turns the direction of writing round.
  private static boolean isUnsafe(char c) {
    return Character.isISOControl(c)
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
