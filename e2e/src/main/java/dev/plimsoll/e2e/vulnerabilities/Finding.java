package dev.plimsoll.e2e.vulnerabilities;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A known vulnerability of one library that is shipped.
///
/// @param ids how databases call it, the one it was found by first
/// @param library `group:artifact`, or a Debian source package
/// @param fixed the first versions without it, of each line of versions that has one
/// @param severity a CVSS score or a word; empty where nobody states one
/// @param shipped the bills of materials that name the library
record Finding(
    List<String> ids,
    String library,
    String version,
    List<String> fixed,
    String severity,
    Set<String> shipped) {

  Finding {
    ids = List.copyOf(ids);
    fixed = List.copyOf(fixed);
    shipped = Set.copyOf(shipped);
  }

  /// The same vulnerability of the same library, in one more bill.
  Finding with(Finding other) {
    return new Finding(
        ids,
        library,
        version,
        fixed,
        severity,
        Stream.concat(shipped.stream(), other.shipped.stream()).collect(Collectors.toSet()));
  }

  /// All that matters in one line.
  String line() {
    return "%s%s: %s %s of %s, %s, severity %s"
        .formatted(
            ids.getFirst(),
            ids.size() == 1 ? "" : " (" + String.join(", ", ids.subList(1, ids.size())) + ")",
            library,
            version,
            String.join(" and ", shipped.stream().sorted().toList()),
            fixed.isEmpty() ? "no fixed version" : "fixed in " + String.join(", ", fixed),
            severity.isEmpty() ? "not stated" : severity);
  }
}
