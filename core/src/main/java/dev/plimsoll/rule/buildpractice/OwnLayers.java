package dev.plimsoll.rule.buildpractice;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import java.util.List;
import java.util.Optional;

/// The layers of an image that are not surely its base's, with what history says of them.
record OwnLayers(Facts facts, List<Layer> layers) {
  OwnLayers {
    layers = List.copyOf(layers);
  }

  static OwnLayers of(Facts facts) {
    return new OwnLayers(
        facts,
        facts.layers().stream()
            .filter(layer -> facts.base().originOf(layer.number()) != Origin.BASE)
            .toList());
  }

  /// Why nobody can say how these layers were made, where that is so.
  Optional<Unknown> untold() {
    return layers.stream().anyMatch(layer -> layer.instruction() == null)
        ? Optional.of(
            new Unknown(
                Cause.NOT_STATED,
                "the image's history does not tell which instruction made which layer; build without"
                    + " squashing, or turn the rule off for such images"))
        : Optional.empty();
  }

  /// What a layer was made by, as text; empty where nobody says.
  static String text(Layer layer) {
    Instruction instruction = layer.instruction();
    return instruction == null ? "" : instruction.text();
  }

  /// The files that a layer brought, whether or not a later one hides them.
  List<FileGroup> groupsOf(Layer layer) {
    return facts.files().orElseThrow().groups().stream()
        .filter(group -> group.layer() == layer.number())
        .toList();
  }
}
