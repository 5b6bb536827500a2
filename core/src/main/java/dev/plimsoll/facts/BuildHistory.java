package dev.plimsoll.facts;

import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import java.util.List;
import java.util.Optional;

/// Which layer was made by which instruction, as the history in an image's config tells.
///
/// Entries and layers belong together one by one, once the entries that made no layer are left
/// out. Where their numbers differ nobody can say which belongs to which, and no layer is given
/// one.
final class BuildHistory {
  private final List<HistoryEntry> made;
  private final int layers;

  BuildHistory(ImageConfig config) {
    made = config.history().stream().filter(e -> !e.emptyLayer()).toList();
    layers = config.diffIds().size();
  }

  /// The instruction that made the layer with this number, counted from 1.
  Optional<Instruction> instructionOf(int layer) {
    return made.size() == layers
        ? Instruction.of(made.get(layer - 1).createdBy())
        : Optional.empty();
  }

  /// Why no layer has an instruction, where that is so.
  Optional<String> remark() {
    if (made.size() == layers) {
      return Optional.empty();
    }
    String found =
        made.isEmpty()
            ? "the image has no history"
            : "the history tells of %d layers and the image has %d".formatted(made.size(), layers);
    return Optional.of(found + ", so no layer can be traced to its instruction");
  }
}
