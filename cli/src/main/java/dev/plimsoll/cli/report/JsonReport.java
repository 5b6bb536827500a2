package dev.plimsoll.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.cli.judging.PolicyOutcome;
import dev.plimsoll.cli.judging.Preview;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.judging.WorkloadVerdict;
import dev.plimsoll.cli.yaml.Place;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.wording.Wording;
import java.util.List;

/// A report for programs, as `docs/schema/report-v1.schema.json` describes it.
///
/// Within a version fields are only added. Sizes are bytes and say in their names which kind.
final class JsonReport implements Format {
  /// Rises when a field goes or changes its meaning.
  static final int VERSION = 1;

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = new JsonMapper();

  @Override
  public String write(Report report, Style style) {
    return text(root(report));
  }

  /// The same report, with what each policy of a cluster would do.
  static String of(Preview preview) {
    ObjectNode root = root(preview.report());
    ArrayNode policies = root.putArray("policies");
    for (PolicyOutcome policy : preview.policies()) {
      ObjectNode node = policies.addObject();
      node.put("name", policy.name());
      node.put("enforcement", policy.now());
      node.put("toleratesWhatRuns", policy.tolerates());
      node.put("images", policy.images());
      node.put("refused", policy.refused());
      node.put("milder", policy.milder());
      node.put("undetermined", policy.undetermined());
      ObjectNode rules = node.putObject("refusedByRule");
      policy.rules().forEach(rules::put);
    }
    root.set("unreadPolicies", texts(preview.unread()));
    return text(root);
  }

  private static ObjectNode root(Report report) {
    ObjectNode root = NODES.objectNode();
    root.put("schemaVersion", VERSION);
    root.putObject("catalogue")
        .put("version", Catalogue.VERSION)
        .put("rules", Catalogue.rules().size());
    ArrayNode images = root.putArray("images");
    report.images().forEach(image -> images.add(ImageNode.of(image)));
    ArrayNode workloads = root.putArray("workloads");
    report.workloads().forEach(workload -> workloads.add(workload(workload)));
    root.set("lacking", texts(report.lacking()));
    root.set("remarks", texts(report.remarks()));
    return root;
  }

  private static ObjectNode workload(WorkloadVerdict workload) {
    ObjectNode node = NODES.objectNode();
    node.put("title", workload.title());
    node.set("place", place(workload.place()));
    node.put("admitted", workload.mayPass());
    node.put(
        "message", workload.mayPass() ? "" : Wording.refusal(workload.title(), workload.judged()));
    node.set("warnings", texts(Wording.warnings(workload.judged())));
    ArrayNode images = node.putArray("images");
    workload.images().forEach(image -> images.add(ImageNode.of(image)));
    return node;
  }

  static ObjectNode place(Place place) {
    ObjectNode node = NODES.objectNode().put("file", place.file());
    return place.line() == 0 ? node : node.put("line", place.line());
  }

  static ArrayNode texts(List<String> texts) {
    ArrayNode array = NODES.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  /// Indented by two, lines ended by a line feed on every system.
  static String text(JsonNode root) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }
}
