package dev.plimsoll.facts.program;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.layer.Layers.Contents;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.inventory.PackageInventory;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Layers written, read and surveyed for tests.
final class SurveyedLayers {
  private SurveyedLayers() {}

  /// What is to be known of the programs in an image of these layers.
  static ProgramSurvey survey(CommandLine line, Contents... layers) throws SourceException {
    LayerReader reader =
        new LayerReader(
            Limits.defaults(),
            PackageInventory.databases().and(ProgramSurvey.FILES),
            List.of(new ExecutableProbe()));
    Deadline deadline = Deadline.in(Duration.ofMinutes(1));
    List<LayerContents> read = new ArrayList<>();
    for (Contents contents : layers) {
      LayerBuilder layer = LayerBuilder.layer();
      contents.accept(layer);
      byte[] stored = ImageBuilder.gzip(layer.tar());
      read.add(reader.read(new ByteArrayInputStream(stored), "layer", deadline));
    }
    Overlay overlay = Overlay.of(read, Limits.defaults(), deadline);
    return ProgramSurvey.of(overlay, PackageInventory.of(overlay).owners(), line);
  }
}
