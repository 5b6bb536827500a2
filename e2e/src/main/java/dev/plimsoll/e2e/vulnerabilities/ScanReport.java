package dev.plimsoll.e2e.vulnerabilities;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What osv-scanner says of bills of materials, in its JSON.
///
/// @param looked how many components it looked up
/// @param unknown the components of a kind that OSV's database does not have
record ScanReport(List<Finding> findings, int looked, List<String> unknown) {

  static ScanReport of(String json, List<Bill> bills) {
    Map<List<String>, Finding> findings = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    int looked = 0;
    try {
      JsonNode results = new ObjectMapper().readTree(json).path("results");
      for (Bill bill : bills) {
        JsonNode packages = packages(results, bill);
        for (JsonNode one : packages) {
          if (one.path("package").path("ecosystem").asText().isEmpty()) {
            unknown.add(text(one, "name") + " " + text(one, "version"));
          } else {
            looked++;
            of(one, bill).forEach(found -> findings.merge(key(found), found, Finding::with));
          }
        }
      }
    } catch (JsonProcessingException e) {
      throw new PartsException("osv-scanner wrote no JSON: " + e.getOriginalMessage(), e);
    }
    return new ScanReport(
        List.copyOf(findings.values()), looked, unknown.stream().distinct().toList());
  }

  /// A component that is passed over in silence would read as one without vulnerabilities.
  private static JsonNode packages(JsonNode results, Bill bill) {
    for (JsonNode result : results) {
      if (Path.of(result.path("source").path("path").asText())
          .endsWith(bill.file().getFileName())) {
        JsonNode packages = result.path("packages");
        if (packages.size() == bill.components().size()) {
          return packages;
        }
        throw new PartsException(
            "osv-scanner read %d of the %d components of %s: nothing can be said of the others."
                .formatted(packages.size(), bill.components().size(), bill.name()));
      }
    }
    throw new PartsException("osv-scanner says nothing of " + bill.name() + ".");
  }

  private static List<Finding> of(JsonNode one, Bill bill) {
    String version = text(one, "version");
    String library = bill.library(text(one, "name"), version);
    List<Finding> findings = new ArrayList<>();
    for (JsonNode group : one.path("groups")) {
      List<JsonNode> told = new ArrayList<>();
      Set<String> ids = new LinkedHashSet<>(texts(group.path("ids")));
      one.path("vulnerabilities").forEach(told::add);
      told.removeIf(vulnerability -> !ids.contains(vulnerability.path("id").asText()));
      ids.addAll(texts(group.path("aliases")));
      told.forEach(vulnerability -> ids.addAll(texts(vulnerability.path("upstream"))));
      findings.add(
          new Finding(
              List.copyOf(ids),
              library,
              version,
              fixed(told, library, text(one, "ecosystem")),
              severity(group, told),
              Set.of(bill.name())));
    }
    return findings;
  }

  private static List<String> fixed(List<JsonNode> told, String library, String ecosystem) {
    return told.stream()
        .flatMap(vulnerability -> stream(vulnerability.path("affected")))
        .filter(affected -> text(affected, "name").equals(library))
        .filter(affected -> text(affected, "ecosystem").equals(ecosystem))
        .flatMap(affected -> stream(affected.path("ranges")))
        .flatMap(range -> stream(range.path("events")))
        .filter(event -> event.hasNonNull("fixed"))
        .map(event -> event.path("fixed").asText())
        .distinct()
        .toList();
  }

  /// The score; else the word of GitHub's or Debian's.
  private static String severity(JsonNode group, List<JsonNode> told) {
    String score = group.path("max_severity").asText();
    return score.isEmpty()
        ? told.stream()
            .flatMap(ScanReport::words)
            .filter(word -> !word.isEmpty())
            .findFirst()
            .orElse("")
        : score;
  }

  private static Stream<String> words(JsonNode vulnerability) {
    return Stream.concat(
        Stream.of(
            vulnerability
                .path("database_specific")
                .path("severity")
                .asText()
                .toLowerCase(Locale.ROOT)),
        stream(vulnerability.path("affected"))
            .map(affected -> affected.path("ecosystem_specific").path("urgency").asText()));
  }

  private static List<String> key(Finding finding) {
    return List.of(finding.ids().getFirst(), finding.library(), finding.version());
  }

  private static String text(JsonNode of, String name) {
    return of.path("package").path(name).asText();
  }

  private static Collection<String> texts(JsonNode array) {
    return stream(array).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
