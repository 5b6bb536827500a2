package dev.plimsoll.rule.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A command that installs packages by name, as the words it is written in; `named` are the
/// places of those that name a package or a file with packages.
public record Installation(List<String> words, Set<Integer> named) {
  private static final Pattern INSTALLER =
      Pattern.compile(
          "apt|apt-get|aptitude|apk|dnf5?|yum|microdnf|tdnf|zypper|pip[\\d.]*|pipx|uv|python[\\d.]*"
              + "|poetry|conda|mamba|micromamba|npm|pnpm|yarn|bun|gem|cargo|composer|go");

  private static final Set<String> VERBS = Set.of("install", "add", "in", "i", "require");

  /// What may stand before a command.
  private static final Pattern BEFORE =
      Pattern.compile("RUN|--(?:mount|network|security)=.*|sudo|env|exec|\\w+=.*");

  /// Options whose value is the next word, of whatever installer.
  private static final Set<String> VALUED =
      Set.of(
          "-o",
          "-t",
          "-c",
          "-a",
          "-x",
          "-X",
          "-p",
          "-R",
          "-i",
          "--option",
          "--target-release",
          "--repository",
          "--repo",
          "--virtual",
          "--root",
          "--index-url",
          "--extra-index-url",
          "--target",
          "--prefix",
          "--constraint",
          "-v",
          "--version",
          "--git",
          "--path",
          "--branch",
          "--tag",
          "--features");

  private static final Pattern REDIRECTION = Pattern.compile("\\d*[<>].*");

  /// What follows a package's name in a word: a version, a tag, an extra, an architecture.
  private static final Pattern BEHIND_NAME = Pattern.compile("(?<=.)[=<>~!@\\[:].*");

  public Installation {
    words = List.copyOf(words);
    named = Set.copyOf(named);
  }

  /// The installation that a command is; none where it is something else.
  public static Optional<Installation> of(Script.Command command) {
    List<String> words = List.of(command.text().split(" ", -1));
    int program = 0;
    while (program < words.size() && BEFORE.matcher(words.get(program)).matches()) {
      program++;
    }
    if (program == words.size() || !INSTALLER.matcher(fileName(words.get(program))).matches()) {
      return Optional.empty();
    }
    int verb = program + 1;
    while (verb < words.size() && !VERBS.contains(words.get(verb))) {
      verb++;
    }
    return verb >= words.size()
        ? Optional.empty()
        : Optional.of(new Installation(words, namedBehind(words, verb)));
  }

  private static Set<Integer> namedBehind(List<String> words, int verb) {
    Set<Integer> named = new HashSet<>();
    for (int i = verb + 1; i < words.size(); i++) {
      String word = words.get(i);
      if (VALUED.contains(word) || word.matches("\\d*[<>]{1,2}")) {
        i++;
      } else if (!word.startsWith("-") && !REDIRECTION.matcher(word).matches()) {
        named.add(i);
      }
    }
    return named;
  }

  /// The same without some packages.
  public Installation without(Set<String> names) {
    List<String> left = new ArrayList<>();
    Set<Integer> stillNamed = new HashSet<>();
    for (int i = 0; i < words.size(); i++) {
      boolean isName = named.contains(i);
      if (!isName || !names.contains(nameIn(words.get(i)))) {
        if (isName) {
          stillNamed.add(left.size());
        }
        left.add(words.get(i));
      }
    }
    return new Installation(left, stillNamed);
  }

  /// The packages it names, without their versions.
  public Set<String> names() {
    Set<String> names = new HashSet<>();
    named.forEach(place -> names.add(nameIn(words.get(place))));
    return names;
  }

  /// The command on one line.
  public String text() {
    return String.join(" ", words);
  }

  private static String nameIn(String word) {
    return BEHIND_NAME.matcher(word.replaceAll("[\"']", "")).replaceFirst("");
  }

  private static String fileName(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }
}
