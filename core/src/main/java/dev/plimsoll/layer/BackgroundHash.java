package dev.plimsoll.layer;

import dev.plimsoll.reference.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 that is computed on another core, where one is free, while the next bytes are being
/// unpacked: it costs a quarter of what unpacking does.
final class BackgroundHash {
  private final MessageDigest hash = sha256();
  private Thread updating = Thread.ofVirtual().unstarted(() -> {});

  BackgroundHash() {
    updating.start();
  }

  /// Adds bytes, once those added before are done; they must not change until the next call.
  void update(byte[] bytes, int length) throws InterruptedException {
    updating.join();
    updating = Thread.ofVirtual().start(() -> hash.update(bytes, 0, length));
  }

  Digest digest() throws InterruptedException {
    updating.join();
    return new Digest("sha256", HexFormat.of().formatHex(hash.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
