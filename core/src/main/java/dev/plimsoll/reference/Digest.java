package dev.plimsoll.reference;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A content address, `algorithm:hex` (OCI image spec, descriptor.md#digests); SHA-256,
/// SHA-384 and SHA-512, which are those that container runtimes know.
public record Digest(String algorithm, String hex) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SHA384 = Pattern.compile("[0-9a-f]{96}");
  private static final Pattern SHA512 = Pattern.compile("[0-9a-f]{128}");

  public Digest {
    Pattern expected =
        switch (algorithm) {
          case "sha256" -> SHA256;
          case "sha384" -> SHA384;
          case "sha512" -> SHA512;
          default ->
              throw new InvalidReferenceException(
                  "digest algorithm "
                      + Grammar.quote(algorithm)
                      + " is unknown; use sha256, sha384 or sha512");
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

  /// A SHA-256 to be fed with bytes.
  public static MessageDigest sha256() {
    return hash("sha256");
  }

  /// What computes digests of an algorithm, to be fed with bytes.
  public static MessageDigest hash(String algorithm) {
    try {
      return MessageDigest.getInstance(
          switch (algorithm) {
            case "sha384" -> "SHA-384";
            case "sha512" -> "SHA-512";
            default -> "SHA-256";
          });
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has these", e);
    }
  }

  /// The digest of all bytes that a hash of this algorithm was fed with, which begins anew.
  public static Digest of(String algorithm, MessageDigest hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
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
