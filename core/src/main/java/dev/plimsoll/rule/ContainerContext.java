package dev.plimsoll.rule;

import org.jspecify.annotations.Nullable;

/// How a workload runs a container, as far as rules care: the uid it sets, if any.
///
/// `runAsUser` is the container's own security context, else its Pod's. `container` is the
/// container's name.
public record ContainerContext(String container, @Nullable Long runAsUser) {}
