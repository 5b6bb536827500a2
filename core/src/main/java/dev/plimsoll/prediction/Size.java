package dev.plimsoll.prediction;

import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import java.util.Collection;

/// Bytes twice: compressed, as they are pulled, and uncompressed, as they lie on a disk.
public record Size(Bytes pull, Bytes disk) {
  public static final Size NONE = new Size(Bytes.NONE, Bytes.NONE);

  static Size of(FileGroup group) {
    return new Size(group.pull(), group.disk());
  }

  /// What a set of file groups takes up.
  public static Size of(Collection<FileGroup> groups) {
    return groups.stream().map(Size::of).reduce(NONE, Size::plus);
  }

  public Size plus(Size other) {
    return new Size(pull.plus(other.pull), disk.plus(other.disk));
  }

  /// The difference, or none where `other` is larger.
  public Size minus(Size other) {
    return new Size(pull.minus(other.pull), disk.minus(other.disk));
  }

  Size times(double factor) {
    return new Size(
        new Bytes(Math.round(pull.count() * factor)), new Bytes(Math.round(disk.count() * factor)));
  }
}
