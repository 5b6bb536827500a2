package dev.plimsoll.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes a shell script apart into its simple commands, each the list of its words: the program
/// first, without assignments, redirections and the keywords before it.
///
/// It knows as much of a shell as builds use: quotes, continued lines, comments, here-documents,
/// substitutions, subshells, conditions and loops. It expands nothing: `$VAR` stays as written.
/// Commands within `$(…)`, and those that a shell is given with `-c`, count as commands.
final class ShellCommands {
  private static final int MOST_COMMANDS = 1_000;
  private static final int MOST_WORDS = 10_000;
  private static final int DEEPEST = 6;

  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh");

  /// Words before a command that are no part of it.
  private static final Set<String> BEFORE =
      Set.of("if", "then", "else", "elif", "do", "while", "until", "!", "{", "time");

  /// Commands that only run the one behind them.
  private static final Set<String> WRAPPERS = Set.of("sudo", "exec", "command", "env", "nice");

  private static final Set<String> NO_COMMANDS =
      Set.of("fi", "done", "esac", "}", "for", "case", "select", "function");

  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\+?=(?s:.*)");
  private static final Pattern COMMAND_OPTION = Pattern.compile("-[a-z]{0,8}c");

  private final String text;
  private final int depth;
  private final List<List<String>> commands;
  private final List<String> delimiters = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private List<String> words = new ArrayList<>();
  private boolean inWord;
  private boolean skipsWord;
  private boolean documentIsScript;
  private int at;
  private int wordsLeft;

  private ShellCommands(String text, int depth, List<List<String>> commands, int wordsLeft) {
    this.text = text;
    this.depth = depth;
    this.commands = commands;
    this.wordsLeft = wordsLeft;
  }

  /// The simple commands of a script in their order, a thousand at most.
  static List<List<String>> in(String script) {
    List<List<String>> commands = new ArrayList<>();
    new ShellCommands(script, 0, commands, MOST_WORDS).split();
    return List.copyOf(commands);
  }

  private void split() {
    while (at < text.length() && wordsLeft > 0 && commands.size() < MOST_COMMANDS) {
      char c = text.charAt(at++);
      switch (c) {
        case '\\' -> escaped();
        case '\'' -> quoted();
        case '"' -> doublyQuoted();
        case '`' -> substituted(text.indexOf('`', at));
        case '$' -> dollar();
        case '<', '>' -> redirected(c);
        case '#' -> hash();
        case ' ', '\t', '\r' -> endWord();
        case '\n' -> endLine();
        case '&' -> ampersand();
        case ';', '|', '(', ')' -> endCommand();
        default -> take(c);
      }
    }
    endCommand();
  }

  private void take(char c) {
    inWord = true;
    word.append(c);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  /// A backslash: before the end of a line, both are nothing.
  private void escaped() {
    if (peek() == '\n') {
      at++;
    } else if (at < text.length()) {
      take(text.charAt(at++));
    }
  }

  private void quoted() {
    int end = text.indexOf('\'', at);
    int stop = end < 0 ? text.length() : end;
    inWord = true;
    word.append(text, at, stop);
    at = Math.min(stop + 1, text.length());
  }

  private void doublyQuoted() {
    inWord = true;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c == '\\' && "\"\\$`\n".indexOf(peek()) >= 0 && at < text.length()) {
        char next = text.charAt(at++);
        word.append(next == '\n' ? "" : String.valueOf(next));
      } else if (c == '$' && peek() == '(') {
        dollar();
      } else {
        word.append(c);
      }
    }
  }

  private void dollar() {
    if (peek() == '(') {
      at++;
      substituted(closing());
    } else {
      take('$');
    }
  }

  /// Where the bracket that was just opened is closed, or -1; brackets in quotes do not count.
  private int closing() {
    int open = 1;
    char quote = '\0';
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote != '\'') {
        i++;
      } else if (quote != '\0') {
        quote = c == quote ? '\0' : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(') {
        open++;
      } else if (c == ')' && --open == 0) {
        return i;
      }
    }
    return -1;
  }

  /// What stands from here to `end` is a script whose output is part of this word.
  private void substituted(int end) {
    int stop = end < 0 ? text.length() : end;
    String inner = text.substring(at, stop);
    within(inner);
    inWord = true;
    word.append("$(").append(inner).append(')');
    at = Math.min(stop + 1, text.length());
  }

  private void within(String script) {
    if (depth < DEEPEST) {
      ShellCommands inner = new ShellCommands(script, depth + 1, commands, wordsLeft);
      inner.split();
      wordsLeft = inner.wordsLeft;
    }
  }

  /// A redirection: its target is no word of the command, nor is the number before it.
  private void redirected(char c) {
    if (c == '<' && text.startsWith("<", at) && !text.startsWith("<<", at)) {
      endWord();
      documentBegins();
      return;
    }
    if (word.chars().allMatch(Character::isDigit)) {
      drop();
    }
    endWord();
    while (peek() == c || peek() == '&' || peek() == '|') {
      at++;
    }
    skipsWord = true;
  }

  private void documentBegins() {
    at++;
    if (peek() == '-') {
      at++;
    }
    int start = at;
    while (at < text.length() && " \t\r\n;|&<>()".indexOf(peek()) < 0) {
      at++;
    }
    delimiters.add(text.substring(start, at).replaceAll("[\"'\\\\]", ""));
    documentIsScript = words.isEmpty() || SHELLS.contains(nameOf(words.getFirst()));
  }

  /// A comment begins where a word could.
  private void hash() {
    if (inWord) {
      take('#');
      return;
    }
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  /// `&>` redirects, all else of it ends a command.
  private void ampersand() {
    if (peek() == '>') {
      endWord();
    } else {
      endCommand();
    }
  }

  private void endLine() {
    boolean script = documentIsScript;
    endCommand();
    for (String delimiter : delimiters) {
      document(delimiter, script);
    }
    delimiters.clear();
    documentIsScript = false;
  }

  /// Reads the lines of a here-document, which are commands where a shell is given them.
  private void document(String delimiter, boolean script) {
    int start = at;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      int stop = end < 0 ? text.length() : end;
      boolean last = text.substring(at, stop).strip().equals(delimiter);
      if (last && script) {
        within(text.substring(start, at));
      }
      at = Math.min(stop + 1, text.length());
      if (last) {
        return;
      }
    }
    if (script) {
      within(text.substring(start));
    }
  }

  private void drop() {
    word.setLength(0);
    inWord = false;
  }

  private void endWord() {
    if (inWord) {
      if (skipsWord) {
        skipsWord = false;
      } else {
        words.add(word.toString());
        wordsLeft--;
      }
      drop();
    }
  }

  private void endCommand() {
    endWord();
    skipsWord = false;
    List<String> command = bare(words);
    words = new ArrayList<>();
    if (command.isEmpty() || NO_COMMANDS.contains(command.getFirst())) {
      return;
    }
    int option = SHELLS.contains(nameOf(command.getFirst())) ? commandOption(command) : -1;
    if (option > 0 && depth < DEEPEST) {
      within(command.get(option));
    } else if (commands.size() < MOST_COMMANDS) {
      commands.add(command);
    }
  }

  /// The number of the word that a shell is given to run, or -1.
  private static int commandOption(List<String> command) {
    for (int i = 1; i + 1 < command.size(); i++) {
      if (COMMAND_OPTION.matcher(command.get(i)).matches()) {
        return i + 1;
      }
    }
    return -1;
  }

  private static List<String> bare(List<String> words) {
    int first = 0;
    while (first < words.size() && isBefore(words, first)) {
      first++;
    }
    return List.copyOf(words.subList(first, words.size()));
  }

  private static boolean isBefore(List<String> words, int number) {
    String word = words.get(number);
    boolean wraps =
        WRAPPERS.contains(word)
            && number + 1 < words.size()
            && !words.get(number + 1).startsWith("-");
    return wraps || BEFORE.contains(word) || ASSIGNMENT.matcher(word).matches();
  }

  private static String nameOf(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }
}
