package dev.plimsoll.policy;

import dev.plimsoll.rule.Rule;

/// A rule as one policy has it: with its parameters and its enforcement.
public record RuleSetting<P extends Record>(Rule<P> rule, P parameters, Enforcement enforcement) {}
