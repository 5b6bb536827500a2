package dev.plimsoll.operator.audit;

import dev.plimsoll.operator.running.Owner;

/// What the audit counts: a container of a workload with the digest it runs.
record Unit(String namespace, Owner owner, String container, String digest) {}
