package dev.plimsoll.operator.policy;

import dev.plimsoll.policy.Policy;

/// A policy that is about an image in its place, and what to judge by there: with the exemptions
/// that it honours, and in doubt where nobody can tell whether it is about that namespace.
public record Applied(IndexedPolicy source, Policy policy) {}
