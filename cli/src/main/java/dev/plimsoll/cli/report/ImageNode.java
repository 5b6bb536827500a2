package dev.plimsoll.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.prediction.Prediction;
import dev.plimsoll.prediction.Range;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.verdict.Outlook;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Violation;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One image with its verdict as JSON.
final class ImageNode {
  private static final JsonNodeFactory NODES = JsonReport.NODES;

  private ImageNode() {}

  static ObjectNode of(ImageVerdict image) {
    ObjectNode node = NODES.objectNode();
    node.put("image", image.image());
    if (image.place() != null) {
      node.put("part", image.judged().place());
      node.set("place", JsonReport.place(Objects.requireNonNull(image.place())));
    }
    node.put("verdict", Words.verdict(image.verdict()));
    node.put("admitted", image.verdict().mayPass());
    node.set("policies", JsonReport.texts(image.policies()));
    node.put("reclaimablePullBytes", image.saving().count());
    if (image.judged().outlook() != null) {
      node.set("afterFixes", outlook(image.judged().outlook()));
    }
    ArrayNode violations = node.putArray("violations");
    image.byWhatTheySave().forEach(violation -> violations.add(violation(violation)));
    ArrayNode undecided = node.putArray("undecided");
    image.verdict().undecided().forEach(open -> undecided.add(undecided(open)));
    ArrayNode inspections = node.putArray("inspections");
    image.inspections().forEach(inspection -> inspections.add(inspection(inspection)));
    return node;
  }

  private static ObjectNode outlook(Outlook outlook) {
    Prediction prediction = outlook.prediction();
    ObjectNode node = NODES.objectNode();
    node.set("pullBytes", range(prediction.pull()));
    node.set("diskBytes", range(prediction.disk()));
    node.put("method", prediction.method().name().toLowerCase(Locale.ROOT));
    node.put("rung", prediction.rung().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    node.set("assumed", JsonReport.texts(prediction.assumed()));
    node.set(
        "removedPackages",
        JsonReport.texts(
            prediction.removedPackages().stream().map(PackageName::toString).toList()));
    return node;
  }

  private static ObjectNode range(Range range) {
    return NODES
        .objectNode()
        .put("low", range.low().count())
        .put("likely", range.likely().count())
        .put("high", range.high().count());
  }

  static ObjectNode violation(Violation violation) {
    Finding finding = violation.finding();
    ObjectNode node = NODES.objectNode();
    node.put("rule", violation.rule());
    node.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    node.put("policy", violation.policy());
    node.put("enforcement", Words.enforcement(violation.enforcement()));
    if (violation.platform() != null) {
      node.put("platform", violation.platform().toString());
    }
    node.put("actual", violation.actual());
    node.put("limit", violation.limit());
    node.put("what", finding.what());
    node.set("blame", blame(finding.blame()));
    node.put("fix", finding.fix());
    node.put("reclaimablePullBytes", Finding.pullSizeOf(finding.reclaimable()).count());
    node.put("reclaimableDiskBytes", Finding.diskSizeOf(finding.reclaimable()).count());
    ArrayNode evidence = node.putArray("evidence");
    finding
        .evidence()
        .forEach(e -> evidence.addObject().put("subject", e.subject()).put("bytes", bytes(e)));
    return node;
  }

  private static long bytes(Finding.Evidence evidence) {
    return evidence.bytes().count();
  }

  private static ObjectNode blame(Blame blame) {
    ObjectNode node = NODES.objectNode();
    Layer layer = blame.layer();
    if (layer != null) {
      node.put("layer", layer.number());
      node.put("digest", layer.digest().toString());
    }
    if (blame.origin() != null) {
      node.put("origin", FactsNode.origin(blame.origin()));
    }
    if (blame.instruction() != null) {
      node.put("instruction", blame.instruction().text());
    }
    return node;
  }

  static ObjectNode undecided(UndecidedRules open) {
    ObjectNode node = NODES.objectNode();
    node.put("policy", open.policy());
    node.set("rules", JsonReport.texts(open.rules()));
    node.put("action", Words.action(open.action()));
    node.set("why", why(open.why()));
    return node;
  }

  private static ObjectNode inspection(Inspection inspection) {
    return switch (inspection) {
      case Inspected(var facts, Unknown shortfall) -> {
        ObjectNode node = FactsNode.of(facts);
        yield put(node, "shortfall", shortfall);
      }
      case Uninspectable(Unknown why, var digest) -> {
        ObjectNode node = NODES.objectNode();
        if (digest != null) {
          node.put("digest", digest.toString());
        }
        yield put(node, "uninspectable", why);
      }
    };
  }

  private static ObjectNode put(ObjectNode node, String field, @Nullable Unknown why) {
    if (why != null) {
      node.set(field, why(why));
    }
    return node;
  }

  private static ObjectNode why(Unknown why) {
    return NODES.objectNode().put("cause", why.cause().field()).put("detail", why.detail());
  }
}
