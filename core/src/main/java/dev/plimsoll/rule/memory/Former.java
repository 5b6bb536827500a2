package dev.plimsoll.rule.memory;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Platform;
import dev.plimsoll.reference.Digest;
import org.jspecify.annotations.Nullable;

/// An image that a container runs until now: what its workload calls it, and its size. `disk` is
/// null where its files were not read.
public record Former(
    String name, Digest digest, Platform platform, Bytes pull, @Nullable Bytes disk) {

  /// What facts tell of it.
  public static Former of(String name, Facts facts) {
    return new Former(
        name,
        facts.digest(),
        facts.platform(),
        facts.pullSize(),
        facts.files().map(FileFacts::diskSize).orElse(null));
  }
}
