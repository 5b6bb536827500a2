package dev.plimsoll.cache;

import dev.plimsoll.reference.Digest;
import java.util.regex.Pattern;

/// Under what a thing is kept: its kind, the version of what is made of such things and of their
/// form, and the digest of what it was made of.
public record CacheKey(String kind, String version, Digest digest) {
  private static final Pattern WORD = Pattern.compile("[a-z0-9]{1,20}(?:-[a-z0-9]{1,20})?");

  public CacheKey {
    if (!WORD.matcher(kind).matches() || !WORD.matcher(version).matches()) {
      throw new IllegalArgumentException("no kind and version: " + kind + " " + version);
    }
  }

  /// The directory of all things of this kind and version.
  String directory() {
    return kind + "-" + version;
  }

  /// Made of a digest's two parts, which hold letters and digits alone.
  String fileName() {
    return digest.algorithm() + "-" + digest.hex();
  }

  /// The first line of the file.
  String heading() {
    return "plimsoll " + kind + " " + version + " " + digest + "\n";
  }
}
