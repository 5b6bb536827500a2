package dev.plimsoll.verdict;

/// What an exemption covered: the rule of the policy that asked, and what would else have been
/// said, a violation or that nobody can tell.
public record Exempted(String policy, String exemption, String rule, String detail) {}
