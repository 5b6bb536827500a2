package dev.plimsoll.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.cli.judging.LayerFigures;
import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileFacts.OperatingSystem;
import dev.plimsoll.image.ImageConfig;
import java.util.Locale;

/// What is true of an image, as JSON.
final class FactsNode {
  private static final JsonNodeFactory NODES = JsonReport.NODES;

  private FactsNode() {}

  static ObjectNode of(Facts facts) {
    ObjectNode node = NODES.objectNode();
    node.put("platform", facts.platform().toString());
    node.put("digest", facts.digest().toString());
    node.put("depth", facts.depth().name().toLowerCase(Locale.ROOT));
    node.put("pullBytes", facts.pullSize().count());
    facts.files().ifPresent(files -> node.put("diskBytes", files.diskSize().count()));
    LayerFigures.wasteOf(facts).ifPresent(waste -> node.put("wastedDiskBytes", waste.count()));
    node.set("config", config(facts.config()));
    node.set("base", base(facts.base()));
    facts.files().ifPresent(files -> put(files, node));
    ArrayNode layers = node.putArray("layers");
    LayerFigures.of(facts).forEach(layer -> layers.add(layer(layer)));
    return node;
  }

  private static void put(FileFacts files, ObjectNode node) {
    OperatingSystem system = files.operatingSystem();
    if (system != null) {
      node.putObject("operatingSystem")
          .put("id", system.id())
          .put("version", system.version())
          .put("name", system.prettyName());
    }
    node.set("remarks", JsonReport.texts(files.remarks()));
  }

  private static ObjectNode config(ImageConfig config) {
    ObjectNode node = NODES.objectNode();
    node.put("user", config.user());
    node.set("entrypoint", JsonReport.texts(config.entrypoint()));
    node.set("command", JsonReport.texts(config.command()));
    return node;
  }

  private static ObjectNode base(BaseImage base) {
    ObjectNode node = NODES.objectNode();
    node.put("evidence", words(base.evidence()));
    node.put("layers", base.layers());
    if (base.name() != null) {
      node.put("name", base.name());
    }
    return node;
  }

  private static ObjectNode layer(LayerFigures figures) {
    ObjectNode node = NODES.objectNode();
    node.put("number", figures.layer().number());
    node.put("digest", figures.layer().digest().toString());
    node.put("diffId", figures.layer().diffId().toString());
    node.put("origin", origin(figures.origin()));
    node.put("pullBytes", figures.layer().pullSize().count());
    if (figures.disk() != null) {
      node.put("diskBytes", figures.disk().count());
    }
    if (figures.waste() != null) {
      node.put("wastedDiskBytes", figures.waste().count());
    }
    if (figures.layer().instruction() != null) {
      node.put("instruction", figures.layer().instruction().text());
    }
    return node;
  }

  static String origin(Origin origin) {
    return words(origin);
  }

  /// An enum's constant as programs read it: `operating-system`.
  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
