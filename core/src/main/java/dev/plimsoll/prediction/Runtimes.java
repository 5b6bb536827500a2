package dev.plimsoll.prediction;

import dev.plimsoll.facts.program.Started;
import dev.plimsoll.packages.Ecosystem;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The runtimes of languages that an application runs on, as far as what starts tells.
///
/// A shell script may start anything; then each language that the application brings packages of
/// counts. Else only what starts does.
final class Runtimes {
  private static final Map<Ecosystem, List<String>> PROGRAMS =
      Map.of(
          Ecosystem.PYTHON, List.of("python3", "python"),
          Ecosystem.NPM, List.of("node", "nodejs"),
          Ecosystem.GEM, List.of("ruby"),
          Ecosystem.COMPOSER, List.of("php"),
          Ecosystem.MAVEN, List.of("java"));

  private static final Map<Ecosystem, Pattern> PACKAGES = new EnumMap<>(Ecosystem.class);

  static {
    PACKAGES.put(Ecosystem.PYTHON, Pattern.compile("python[\\d.]*(?:-minimal)?"));
    PACKAGES.put(Ecosystem.NPM, Pattern.compile("node(?:js)?[\\d.]*"));
    PACKAGES.put(Ecosystem.GEM, Pattern.compile("ruby[\\d.]*"));
    PACKAGES.put(Ecosystem.COMPOSER, Pattern.compile("php[\\d.]*(?:-cli|-fpm|-cgi)?"));
    PACKAGES.put(
        Ecosystem.MAVEN,
        Pattern.compile("openjdk-?\\d+-jre.*|default-jre.*|java-[\\d.]+-openjdk.*"));
  }

  private final boolean told;
  private final Set<Ecosystem> running = EnumSet.noneOf(Ecosystem.class);

  Runtimes(Start start) {
    told = start.obstacleToDistroless() == null;
    for (Started file : start.files()) {
      PROGRAMS.forEach(
          (ecosystem, names) -> {
            if (names.stream()
                .anyMatch(name -> isCalled(file.name(), name) || isCalled(file.path(), name))) {
              running.add(ecosystem);
            }
          });
    }
  }

  /// The names of the programs that run packages of an ecosystem; none where no program must.
  static List<String> of(Ecosystem ecosystem) {
    return PROGRAMS.getOrDefault(ecosystem, List.of());
  }

  /// Whether the application is known not to run on this ecosystem's runtime, unless it starts it
  /// by itself.
  boolean isUnused(Ecosystem ecosystem) {
    return told && !running.contains(ecosystem);
  }

  /// Whether a package of an operating system is a runtime that is known not to be started.
  boolean isUnused(String packageName) {
    return PACKAGES.entrySet().stream()
        .anyMatch(
            each -> each.getValue().matcher(packageName).matches() && isUnused(each.getKey()));
  }

  /// `/usr/bin/python3.11` is called `python3` and `python`.
  static boolean isCalled(@Nullable String path, String name) {
    if (path == null) {
      return false;
    }
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.startsWith(name) && last.substring(name.length()).matches("[\\d.]*");
  }
}
