package dev.plimsoll.cli.cluster;

import dev.plimsoll.reference.Digest;
import org.jspecify.annotations.Nullable;

/// A container that runs: where, for which workload, by which name, and by which digest the node
/// has it. `node` is null where none is told.
public record RunningImage(
    String namespace,
    String workload,
    String pod,
    @Nullable String node,
    String container,
    String image,
    Digest digest) {}
