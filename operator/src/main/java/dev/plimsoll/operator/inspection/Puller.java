package dev.plimsoll.operator.inspection;

import dev.plimsoll.workload.PullAccess;

/// Who pulls an image: Pods of a namespace, with what they pull with.
public record Puller(String namespace, PullAccess access) {}
