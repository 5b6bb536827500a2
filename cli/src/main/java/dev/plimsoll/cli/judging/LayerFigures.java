package dev.plimsoll.cli.judging;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One layer in figures: what it weighs on disk and what of that a later layer hides, where the
/// files were read.
public record LayerFigures(
    Layer layer, Origin origin, @Nullable Bytes disk, @Nullable Bytes waste) {

  /// All layers of an image, lowest first.
  public static List<LayerFigures> of(Facts facts) {
    return facts.layers().stream().map(layer -> of(facts, layer)).toList();
  }

  /// What is hidden in all layers, uncompressed, where the files were read.
  public static Optional<Bytes> wasteOf(Facts facts) {
    return facts.files().map(FileFacts::waste);
  }

  private static LayerFigures of(Facts facts, Layer layer) {
    Origin origin = facts.base().originOf(layer.number());
    FileFacts files = facts.files().orElse(null);
    if (files == null) {
      return new LayerFigures(layer, origin, null, null);
    }
    List<FileGroup> own = groups(files).filter(g -> g.layer() == layer.number()).toList();
    return new LayerFigures(
        layer,
        origin,
        Finding.diskSizeOf(own),
        Finding.diskSizeOf(own.stream().filter(g -> !g.present()).toList()));
  }

  private static Stream<FileGroup> groups(FileFacts files) {
    return files.groups().stream();
  }
}
