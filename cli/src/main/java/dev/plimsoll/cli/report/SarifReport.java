package dev.plimsoll.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.cli.yaml.Place;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Violation;
import dev.plimsoll.wording.Wording;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A report as SARIF 2.1.0, which code hosts show beside the lines of a pull request.
///
/// A violation stands at the manifest's line that names the image; that of an image scanned alone
/// stands at the image's repository, since there is no file to point to.
final class SarifReport implements Format {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final String HOME = "https://plimsoll.dev";

  private final List<RuleDescription> rules =
      Catalogue.rules().stream().map(Rule::description).toList();

  @Override
  public String write(Report report, Style style) {
    ObjectNode root = JsonReport.NODES.objectNode();
    root.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver
        .put("name", "Plimsoll")
        .put("informationUri", HOME)
        .put("semanticVersion", Catalogue.VERSION + ".0.0");
    ArrayNode described = driver.putArray("rules");
    rules.forEach(rule -> described.add(rule(rule)));
    ArrayNode results = run.putArray("results");
    report.allImages().forEach(image -> results(image, results));
    ObjectNode invocation = run.putArray("invocations").addObject();
    invocation.put("executionSuccessful", true);
    ArrayNode notes = invocation.putArray("toolExecutionNotifications");
    report.remarks().forEach(remark -> notification(notes, remark));
    report.lacking().forEach(lack -> notification(notes, "not known here: " + lack));
    run.put("columnKind", "utf16CodeUnits");
    return JsonReport.text(root);
  }

  private static void notification(ArrayNode notes, String text) {
    ObjectNode note = notes.addObject();
    note.put("level", "note");
    note.putObject("message").put("text", text);
  }

  private static ObjectNode rule(RuleDescription rule) {
    ObjectNode node = JsonReport.NODES.objectNode();
    node.put("id", rule.id());
    node.putObject("shortDescription").put("text", rule.sentence());
    node.putObject("fullDescription").put("text", rule.sentence() + " " + rule.reason());
    node.putObject("help")
        .put("text", rule.fix())
        .put("markdown", "%s\n\nWhen it is wrong: %s".formatted(rule.fix(), rule.falsePositives()));
    node.putObject("defaultConfiguration")
        .put(
            "level",
            switch (rule.severity()) {
              case HIGH -> "error";
              case MEDIUM -> "warning";
              case LOW, ADVICE -> "note";
            });
    node.putObject("properties").putArray("tags").add("container").add(rule.family().field());
    return node;
  }

  private void results(ImageVerdict image, ArrayNode results) {
    for (Violation violation : image.byWhatTheySave()) {
      ObjectNode result = result(violation.rule(), level(violation.enforcement()), results);
      String text =
          "%s%s: %s, by %s. Fix: %s"
              .formatted(
                  image.image(),
                  Words.platform(violation, image),
                  Wording.line(violation),
                  Wording.blame(violation.finding().blame()),
                  Wording.fix(violation.finding()));
      result.putObject("message").put("text", text);
      locate(image, violation.finding().blame().layer(), result);
      fingerprint(
          result,
          violation.rule(),
          image,
          violation.policy(),
          violation.finding().what() + Words.platform(violation, image));
    }
    for (UndecidedRules open : image.verdict().undecided()) {
      for (String rule : open.rules()) {
        ObjectNode result = result(rule, level(open.action()), results);
        result.put("kind", "open");
        result.put("level", "none");
        result
            .putObject("message")
            .put("text", image.image() + ": not judged, " + open.why().detail());
        locate(image, null, result);
        fingerprint(result, rule, image, open.policy(), open.why().cause().field());
      }
    }
  }

  private ObjectNode result(String rule, String level, ArrayNode results) {
    ObjectNode result = results.addObject();
    result.put("ruleId", rule);
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).id().equals(rule)) {
        result.put("ruleIndex", i);
      }
    }
    return result.put("level", level);
  }

  private static void locate(ImageVerdict image, @Nullable Layer layer, ObjectNode result) {
    ObjectNode location = result.putArray("locations").addObject();
    Place place = image.place();
    ObjectNode physical = location.putObject("physicalLocation");
    physical
        .putObject("artifactLocation")
        .put("uri", uri(place == null ? repository(image.image()) : place.file()));
    physical.putObject("region").put("startLine", place == null ? 1 : place.line());
    ObjectNode logical = location.putArray("logicalLocations").addObject();
    logical.put(
        "fullyQualifiedName",
        layer == null ? image.image() : image.image() + " layer " + layer.number());
    logical.put("kind", "resource");
  }

  /// A relative reference: no scheme may be read out of it, and nothing in it may need escapes.
  private static String uri(String name) {
    StringBuilder uri = new StringBuilder();
    for (byte b : name.replaceFirst("^(\\./)+", "").getBytes(StandardCharsets.UTF_8)) {
      boolean plain = (b > 0 && Character.isLetterOrDigit(b)) || "-._~/@".indexOf(b) >= 0;
      uri.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return uri.toString();
  }

  private static String level(Enforcement enforcement) {
    return switch (enforcement) {
      case ENFORCE -> "error";
      case WARN -> "warning";
      case AUDIT -> "note";
    };
  }

  private static String level(UndeterminedAction action) {
    return switch (action) {
      case DENY -> "error";
      case WARN -> "warning";
      case ALLOW -> "note";
    };
  }

  /// What makes a result the same one in the next run, whatever line it moved to and whatever
  /// registry and tag the image has by then.
  private static void fingerprint(
      ObjectNode result, String rule, ImageVerdict image, String policy, String what) {
    String parts = String.join("\n", rule, repository(image.image()), policy, what);
    byte[] hash = Digest.sha256().digest(parts.getBytes(StandardCharsets.UTF_8));
    result
        .putObject("partialFingerprints")
        .put("plimsoll/v1", HexFormat.of().formatHex(hash, 0, 16));
  }

  private static String repository(String image) {
    try {
      return Reference.parse(image).repository();
    } catch (InvalidReferenceException _) {
      return image;
    }
  }
}
