package dev.plimsoll.policy;

import dev.plimsoll.reference.Reference;
import dev.plimsoll.reference.ReferenceGlobs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which images a policy is about, as [ReferenceGlobs]; no glob means every image.
public final class ImageMatch {
  public static final ImageMatch EVERYTHING = new ImageMatch(List.of());

  private final List<String> globs;
  private final ReferenceGlobs compiled;

  public ImageMatch(List<String> globs) {
    this.globs = List.copyOf(globs);
    this.compiled = new ReferenceGlobs(this.globs);
  }

  public List<String> globs() {
    return globs;
  }

  public boolean covers(Reference reference) {
    return globs.isEmpty() || compiled.cover(reference);
  }

  /// Whether these globs are about this reference, or nobody can tell since it names nothing.
  public boolean mayCover(Reference reference) {
    return !reference.isReadable() || covers(reference);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageMatch match && globs.equals(match.globs);
  }

  @Override
  public int hashCode() {
    return globs.hashCode();
  }

  @Override
  public String toString() {
    return globs.isEmpty() ? "every image" : String.join(", ", globs);
  }
}
