package dev.plimsoll.rule.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A command line taken apart where its commands end: at `&&`, `||`, `;`, `|` and line ends that
/// stand in no quotes.
public record Script(List<Command> commands) {
  public Script {
    commands = List.copyOf(commands);
  }

  /// A command, on one line, and what separates it from the next one; nothing behind the last.
  public record Command(String text, String separator) {
    private String spaced() {
      return switch (separator) {
        case "", "\n" -> separator;
        case ";" -> "; ";
        default -> " " + separator + " ";
      };
    }
  }

  /// Commands that one script has in the place of others that another has.
  public record Difference(String before, String after) {}

  public static Script of(String text) {
    return new Script(new Cut(text.replaceAll("\\\\\\s*\\n", " ")).all());
  }

  /// The same, its installations without some packages.
  public String without(Set<String> names) {
    return text(
        commands.stream()
            .map(
                one ->
                    Installation.of(one)
                        .map(installs -> new Command(installs.without(names).text(), one.separator))
                        .orElse(one))
            .toList());
  }

  /// The script with single spaces, and line ends only where they end a command.
  public String text() {
    return text(commands);
  }

  /// The commands between those that both begin and those that both end with; none where nothing
  /// differs.
  public Optional<Difference> differenceTo(Script other) {
    int shorter = Math.min(commands.size(), other.commands.size());
    int alike = 0;
    while (alike < shorter && isSame(alike, other, alike)) {
      alike++;
    }
    int end = commands.size();
    int otherEnd = other.commands.size();
    while (end > alike && otherEnd > alike && isSame(end - 1, other, otherEnd - 1)) {
      end--;
      otherEnd--;
    }
    return end == alike && otherEnd == alike
        ? Optional.empty()
        : Optional.of(
            new Difference(
                text(commands.subList(alike, end)), text(other.commands.subList(alike, otherEnd))));
  }

  private boolean isSame(int number, Script other, int otherNumber) {
    return commands.get(number).text.equals(other.commands.get(otherNumber).text);
  }

  private static String text(List<Command> commands) {
    StringBuilder all = new StringBuilder();
    for (Command one : commands) {
      all.append(one.text).append(one.spaced());
    }
    String last = commands.isEmpty() ? "" : commands.getLast().spaced();
    return all.substring(0, all.length() - last.length());
  }

  /// Goes through a text once.
  private static final class Cut {
    private final String text;
    private final List<Command> commands = new ArrayList<>();
    private int start;

    Cut(String text) {
      this.text = text;
    }

    List<Command> all() {
      char quote = '\0';
      for (int at = 0; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '\\' && quote != '\'') {
          at++;
        } else if (quote != '\0') {
          quote = c == quote ? '\0' : quote;
        } else if (c == '\'' || c == '"') {
          quote = c;
        } else if (isSeparator(at)) {
          int end = at + (text.startsWith(String.valueOf(c).repeat(2), at) ? 2 : 1);
          end(at, text.substring(at, end).strip());
          start = end;
          at = end - 1;
        }
      }
      end(text.length(), "");
      return commands;
    }

    /// A lone `&` is part of a redirection, or sends to the background.
    private boolean isSeparator(int at) {
      return ";|\n".indexOf(text.charAt(at)) >= 0 || text.startsWith("&&", at);
    }

    private void end(int at, String separator) {
      String command = text.substring(start, at).replaceAll("\\s+", " ").strip();
      if (!command.isEmpty()) {
        boolean endOfLine = separator.isEmpty() && at < text.length();
        commands.add(new Command(command, endOfLine ? "\n" : separator));
      }
    }
  }
}
