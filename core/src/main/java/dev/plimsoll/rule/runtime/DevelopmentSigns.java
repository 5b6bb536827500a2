package dev.plimsoll.rule.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What tells of development mode in a command line and in variables.
final class DevelopmentSigns {
  /// Programs that are for development alone.
  private static final Set<String> PROGRAMS =
      Set.of("nodemon", "ts-node-dev", "debugpy", "pydevd", "webpack-dev-server", "dlv");

  /// Words behind a program that make it one: `flask --debug`, `next dev`.
  private static final Map<String, Set<String>> WORDS_BEHIND =
      Map.ofEntries(
          Map.entry("flask", Set.of("--debug")),
          Map.entry("fastapi", Set.of("dev")),
          Map.entry("next", Set.of("dev")),
          Map.entry("nuxt", Set.of("dev")),
          Map.entry("npm", Set.of("dev", "run:dev", "start:dev")),
          Map.entry("yarn", Set.of("dev", "start:dev")),
          Map.entry("pnpm", Set.of("dev", "start:dev")),
          Map.entry("node", Set.of("--watch", "--inspect", "--inspect-brk")),
          Map.entry("react-scripts", Set.of("start")),
          Map.entry("tsx", Set.of("watch")),
          Map.entry("dotnet", Set.of("watch")),
          Map.entry("ng", Set.of("serve")),
          Map.entry("artisan", Set.of("serve")),
          Map.entry("manage.py", Set.of("runserver", "runserver_plus")),
          Map.entry("django-admin", Set.of("runserver")));

  private static final Set<String> OFF = Set.of("", "0", "false", "no", "off", "f", "n");

  private static final Set<String> STAGES = Set.of("development", "dev", "local");

  private DevelopmentSigns() {}

  /// Each sign as it is written, those of the command line first.
  static List<String> in(List<String> command, Map<String, String> environment) {
    List<String> signs = new ArrayList<>(inWords(words(command)));
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (isSign(name, value)) {
                signs.add(name + "=" + value);
              }
            });
    return signs.stream().distinct().toList();
  }

  /// The words of a command line; those of a line for a shell, too.
  private static List<String> words(List<String> command) {
    return command.stream()
        .flatMap(part -> Arrays.stream(part.strip().split("[\\s;&|\"']+", -1)))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static List<String> inWords(List<String> words) {
    List<String> signs = new ArrayList<>();
    String program = "";
    int names = 0;
    for (String word : words) {
      String name = word.substring(word.lastIndexOf('/') + 1);
      String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      if (PROGRAMS.contains(name)) {
        signs.add(name);
      } else if (isSwitchedOn(word, option, "--reload") || isDebugger(word)) {
        signs.add(word);
      } else if (names <= furthest(program)
          && WORDS_BEHIND.getOrDefault(program, Set.of()).contains(option)) {
        signs.add(program + " " + word);
      }
      names += word.startsWith("-") ? 0 : 1;
      if (WORDS_BEHIND.containsKey(name) || word.equals("--")) {
        program = name;
        names = 0;
      }
    }
    return signs;
  }

  /// How many words that are no options may be between: `npm run dev` has one, and what comes
  /// behind the script that node runs is the script's.
  private static int furthest(String program) {
    return program.equals("node") ? 0 : 1;
  }

  private static boolean isSwitchedOn(String word, String option, String wanted) {
    return option.equals(wanted) && (word.equals(option) || isOn(after(word)));
  }

  private static boolean isDebugger(String word) {
    return word.contains("-agentlib:jdwp") || word.contains("-Xrunjdwp");
  }

  private static boolean isSign(String name, String value) {
    return switch (name) {
      case "FLASK_DEBUG", "DJANGO_DEBUG", "APP_DEBUG" -> isOn(value);
      case "NODE_OPTIONS" -> value.contains("--inspect");
      case "JAVA_TOOL_OPTIONS", "JAVA_OPTS" -> isDebugger(value);
      default -> STAGES.contains(value.strip().toLowerCase(Locale.ROOT));
    };
  }

  private static boolean isOn(String value) {
    return !OFF.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  private static String after(String word) {
    return word.substring(word.indexOf('=') + 1);
  }
}
