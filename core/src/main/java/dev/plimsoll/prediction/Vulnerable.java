package dev.plimsoll.prediction;

import dev.plimsoll.packages.PackageName;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A vulnerability that a scanner reports: the package that has it, and its severity in the
/// scanner's word.
public record Vulnerable(PackageName packageName, String severity) {

  /// How many of each severity are left when the packages that a prediction removes are gone. A
  /// severity of which none is left counts 0.
  public static Map<String, Integer> left(
      Collection<Vulnerable> reported, Set<PackageName> removed) {
    Map<String, Integer> left = new TreeMap<>();
    for (Vulnerable each : reported) {
      left.merge(each.severity, removed.contains(each.packageName) ? 0 : 1, Integer::sum);
    }
    return left;
  }
}
