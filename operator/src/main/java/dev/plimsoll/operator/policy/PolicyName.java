package dev.plimsoll.operator.policy;

/// What a policy is called: its namespace and its name in it.
public record PolicyName(String namespace, String name) {}
