package dev.plimsoll.cli.page;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.verdict.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which paths of an image which violated rules are about: those that are evidence, and the
/// largest of those that the fix frees.
record Marks(List<String> rules, Map<String, Set<Integer>> paths) {
  static Marks of(ImageVerdict image, Facts facts) {
    Marks marks = new Marks(new ArrayList<>(), new HashMap<>());
    for (Violation violation : image.byWhatTheySave()) {
      if (violation.platform() == null || violation.platform().equals(facts.platform())) {
        marks.add(violation);
      }
    }
    return marks;
  }

  private void add(Violation violation) {
    List<String> about = new ArrayList<>();
    for (Evidence evidence : violation.finding().evidence()) {
      if (evidence.subject().startsWith("/")) {
        about.add(evidence.subject());
      }
    }
    for (FileGroup group : violation.finding().reclaimable()) {
      group.largest().stream().map(SizedPath::path).forEach(about::add);
    }
    if (about.isEmpty()) {
      return;
    }
    int known = rules.indexOf(violation.rule());
    int rule = known < 0 ? rules.size() : known;
    if (known < 0) {
      rules.add(violation.rule());
    }
    about.forEach(path -> paths.computeIfAbsent(path, _ -> new TreeSet<>()).add(rule));
  }

  /// The rules that are about a path or a directory above it, by their place in `rules`.
  Set<Integer> at(String path) {
    Set<Integer> found = new TreeSet<>();
    String rest = path;
    while (!rest.isEmpty() && !rest.equals("/")) {
      found.addAll(paths.getOrDefault(rest, Set.of()));
      rest = rest.substring(0, Math.max(0, rest.lastIndexOf('/')));
    }
    return found;
  }
}
