package dev.plimsoll.cli.fleet;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.EveryRule;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.KeptImages;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.fleet.FleetImage;
import dev.plimsoll.fleet.ReclaimableBytes;
import dev.plimsoll.image.Bytes;
import java.util.List;
import java.util.Set;

/// The compressed bytes that go from a fleet once all is mended that rules find in its images, a
/// byte of a layer once however many images have it.
///
/// `unplaced` counts the images of which no facts are kept: what they save is added whole, as if
/// they shared it with none.
public record Reclaimable(Bytes bytes, int unplaced) {

  /// Adds up what images save, by the facts that are kept of them; never more than there is.
  static Reclaimable of(List<FleetEntry> images, KeptImages kept, Fleet sum) {
    Evaluator evaluator = new Evaluator(Measurements.ON_THE_SPOT);
    ReclaimableBytes bytes = new ReclaimableBytes();
    int unplaced = 0;
    for (FleetEntry image : images) {
      if (image.reclaimable().count() == 0) {
        continue;
      }
      Facts facts = kept.facts(image.digest()).orElse(null);
      if (facts == null) {
        bytes.addUnplaced(image.reclaimable());
        unplaced++;
      } else {
        bytes.add(
            FleetImage.of(facts, Set.of(), Set.of()).layers(),
            EveryRule.reclaimable(EveryRule.brokenBy(facts, evaluator)));
      }
    }
    Bytes all = bytes.total();
    return new Reclaimable(all.isMoreThan(sum.layerBytes()) ? sum.layerBytes() : all, unplaced);
  }
}
