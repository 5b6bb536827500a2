package dev.plimsoll.layout;

import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where an image is, as people write it: `oci:DIR[:TAG]` for an OCI layout (a directory or a
/// tar of one), `docker-archive:FILE[:NAME]` for what `docker save` wrote, `-` for either on
/// standard input, and else a reference to a registry.
///
/// The path ends at the first colon; after it stands which of several images is meant: its tag,
/// its name, or, after `@` instead of the colon, its digest.
public sealed interface SourceName {

  /// An image in a registry.
  record InRegistry(Reference reference) implements SourceName {
    @Override
    public String toString() {
      return reference.toString();
    }
  }

  /// An image in a file, a directory or a stream.
  sealed interface Local extends SourceName {
    /// Which of several images is meant; null where there is but one.
    @Nullable String image();
  }

  /// An image in an OCI layout.
  record InLayout(Path path, @Nullable String image) implements Local {
    @Override
    public String toString() {
      return "oci:" + path + suffix(image);
    }
  }

  /// An image in an archive of `docker save`.
  record InArchive(Path path, @Nullable String image) implements Local {
    @Override
    public String toString() {
      return "docker-archive:" + path + suffix(image);
    }
  }

  /// The one image on standard input.
  record OnStandardInput() implements Local {
    @Override
    public @Nullable String image() {
      return null;
    }

    @Override
    public String toString() {
      return "-";
    }
  }

  /// Reads a name; throws an [InvalidReferenceException] that says what is wrong with it.
  static SourceName parse(String text) {
    if (text.equals("-")) {
      return new OnStandardInput();
    }
    for (String layout : new String[] {"oci:", "oci-archive:"}) {
      if (text.startsWith(layout)) {
        String rest = text.substring(layout.length());
        return new InLayout(path(text, rest), image(rest));
      }
    }
    if (text.startsWith("docker-archive:")) {
      String rest = text.substring("docker-archive:".length());
      return new InArchive(path(text, rest), image(rest));
    }
    if (text.startsWith("/") || text.startsWith("./") || text.startsWith("../")) {
      throw new InvalidReferenceException(
          quoted(text)
              + " is a path; write oci:PATH for an OCI layout or docker-archive:PATH for what"
              + " docker save wrote");
    }
    return new InRegistry(Reference.parse(text));
  }

  private static Path path(String text, String rest) {
    String path = rest.substring(0, end(rest));
    try {
      if (!path.isEmpty()) {
        return Path.of(path);
      }
    } catch (InvalidPathException _) {
      // Said below.
    }
    throw new InvalidReferenceException(quoted(text) + " names no file after its first colon");
  }

  private static @Nullable String image(String rest) {
    int end = end(rest);
    if (end == rest.length()) {
      return null;
    }
    String image = rest.substring(end + 1);
    if (image.isEmpty()) {
      throw new InvalidReferenceException(
          quoted(rest) + " ends without saying which image is meant; leave its last character out");
    }
    return image;
  }

  /// Where the path ends: at an `@` before a digest, or at the first colon.
  private static int end(String rest) {
    for (String digest : new String[] {"@sha256:", "@sha384:", "@sha512:"}) {
      int at = rest.indexOf(digest);
      if (at >= 0) {
        return at;
      }
    }
    int colon = rest.indexOf(':');
    return colon < 0 ? rest.length() : colon;
  }

  private static String suffix(@Nullable String image) {
    if (image == null) {
      return "";
    }
    boolean digest = image.matches("sha(256|384|512):.*");
    return (digest ? "@" : ":") + image;
  }

  private static String quoted(String text) {
    String shown = text.length() <= 80 ? text : text.substring(0, 79) + "…";
    return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
