package dev.plimsoll.layout;

import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What images in files are called.
final class Names {
  private Names() {}

  /// Whether two names mean the same image once Docker's defaults are written out.
  static boolean isSame(String one, String other) {
    try {
      return Reference.parse(one).equals(Reference.parse(other));
    } catch (InvalidReferenceException _) {
      return false;
    }
  }

  /// The reference of an image: its own name where it has one, else one made of the file's name
  /// at `localhost`, which no registry serves.
  static Reference of(Content.Offer offer, @Nullable Path file) {
    try {
      if (offer.name() != null) {
        return Reference.parse(offer.name()).at(offer.digest());
      }
    } catch (InvalidReferenceException _) {
      // A name that no registry could serve is as good as none.
    }
    return new Reference("localhost", repository(file), tag(offer.tag()), offer.digest());
  }

  private static String repository(@Nullable Path file) {
    Path name = file == null ? null : file.toAbsolutePath().normalize().getFileName();
    String plain =
        (name == null ? "" : name.toString())
            .toLowerCase(Locale.ROOT)
            .replaceFirst("\\.(tar|tar\\.gz|tgz)$", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return plain.isEmpty() ? "image" : plain.substring(0, Math.min(100, plain.length()));
  }

  private static @Nullable String tag(@Nullable String tag) {
    return tag != null && tag.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}") ? tag : null;
  }

  /// Whether a text is more than a tag: it has a repository.
  static boolean isFull(String text) {
    return text.indexOf('/') >= 0 || text.indexOf(':') >= 0;
  }
}
