package dev.plimsoll.layer;

import dev.plimsoll.reference.Digest;
import java.security.MessageDigest;

/// A SHA-256 that is computed on another core, where one is free, while the next bytes are being
/// unpacked: it costs a quarter of what unpacking does.
final class BackgroundHash {
  private final MessageDigest hash = Digest.sha256();
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
    return Digest.of("sha256", hash);
  }
}
