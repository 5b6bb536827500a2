package dev.plimsoll.operator.report;

import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.rule.memory.Places;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where images ran, by what their reports say, which all replicas have in memory. Whoever may
/// write reports decides that.
public final class ReportedPlaces implements Places {
  private final ReportWatch reports;
  private final Namespaces namespaces;

  ReportedPlaces(ReportWatch reports, Namespaces namespaces) {
    this.reports = reports;
    this.namespaces = namespaces;
  }

  @Override
  public Collection<Map<String, String>> of(Digest image) {
    Set<String> known = namespaces.names();
    return reports
        .report(image)
        .map(report -> report.status().namespaces())
        .orElse(List.of())
        .stream()
        .filter(known::contains)
        .map(namespaces::labelsOf)
        .flatMap(Optional::stream)
        .toList();
  }
}
