package dev.plimsoll.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.cli.fleet.ClusterFleet;
import dev.plimsoll.cli.fleet.FleetEntry;
import dev.plimsoll.cli.fleet.FleetWords;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.image.Bytes;
import java.util.ArrayList;
import java.util.List;

/// A fleet for programs, as `docs/schema/fleet-v1.schema.json` describes it.
final class FleetNode {
  private static final int VERSION = 1;

  private FleetNode() {}

  static String of(ClusterFleet fleet) {
    ObjectNode root = JsonReport.NODES.objectNode();
    root.put("schemaVersion", VERSION);
    root.set("totals", totals(fleet));
    ArrayNode images = root.putArray("images");
    fleet.images().forEach(image -> images.add(image(image)));
    namespaces(fleet.sum(), root.putArray("namespaces"));
    bases(fleet.sum(), root.putArray("bases"));
    Fleet.Consolidation one = fleet.sum().consolidation();
    if (one != null) {
      root.putObject("consolidation")
          .put("base", one.base())
          .put("images", one.images())
          .put("savingPullBytes", one.saving().count());
    }
    ArrayNode unread = root.putArray("unread");
    fleet.unread().forEach(digest -> unread.add(digest.toString()));
    List<String> remarks = new ArrayList<>(fleet.remarks());
    FleetWords.unplaced(fleet).ifPresent(remarks::add);
    root.set("remarks", JsonReport.texts(remarks));
    return JsonReport.text(root);
  }

  private static ObjectNode totals(ClusterFleet fleet) {
    Fleet sum = fleet.sum();
    return JsonReport.NODES
        .objectNode()
        .put("images", sum.images())
        .put("layers", sum.layers())
        .put("uniquePullBytes", sum.layerBytes().count())
        .put("sharedPullBytes", sum.sharedBytes().count())
        .put("imagesPullBytes", sum.imageBytes().count())
        .put("nodes", sum.nodes())
        .put("nodesPullBytes", sum.nodeBytes().count())
        .put("reclaimablePullBytes", fleet.reclaimable().bytes().count())
        .put("pullSeconds", fleet.pullTime().toMillis() / 1000.0);
  }

  private static void namespaces(Fleet sum, ArrayNode into) {
    sum.namespaces()
        .forEach(
            one ->
                into.addObject()
                    .put("name", one.name())
                    .put("images", one.images())
                    .put("pullBytes", one.bytes().count())
                    .put("ownPullBytes", one.own().count()));
  }

  private static void bases(Fleet sum, ArrayNode into) {
    sum.bases()
        .forEach(
            one ->
                into.addObject()
                    .put("name", one.name())
                    .put("images", one.images())
                    .put("builds", one.variants())
                    .put("pullBytes", one.bytes().count()));
  }

  private static ObjectNode image(FleetEntry image) {
    ObjectNode node = JsonReport.NODES.objectNode();
    node.put("digest", image.digest().toString());
    node.set("names", JsonReport.texts(image.names()));
    node.put("pullBytes", image.pull().count());
    Bytes disk = image.disk();
    if (disk != null) {
      node.put("diskBytes", disk.count());
    }
    node.put("reclaimablePullBytes", image.reclaimable().count());
    node.put("findings", image.findings());
    if (image.base() != null) {
      node.put("base", image.base());
    }
    node.put("pods", image.pods());
    node.set("namespaces", JsonReport.texts(image.namespaces().stream().sorted().toList()));
    return node;
  }
}
