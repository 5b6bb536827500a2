package dev.plimsoll.reference;

import java.util.regex.Pattern;

/// A content address, `algorithm:hex` (OCI image spec, descriptor.md#digests); only SHA-256 and
/// SHA-512 are understood.
public record Digest(String algorithm, String hex) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SHA512 = Pattern.compile("[0-9a-f]{128}");

  public Digest {
    Pattern expected =
        switch (algorithm) {
          case "sha256" -> SHA256;
          case "sha512" -> SHA512;
          default ->
              throw new InvalidReferenceException(
                  "digest algorithm "
                      + Grammar.quote(algorithm)
                      + " is unknown; use sha256 or sha512");
        };
    if (!expected.matcher(hex).matches()) {
      throw new InvalidReferenceException(
          Grammar.quote(hex) + " is not the lower-case hex of a " + algorithm + " digest");
    }
  }

  /// Reads `sha256:…`.
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new InvalidReferenceException(
          "digest " + Grammar.quote(text) + " has no algorithm; write sha256:<64 hex digits>");
    }
    return new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  /// The first twelve digits, as people quote digests.
  public String abbreviated() {
    return algorithm + ":" + hex.substring(0, 12);
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
