package dev.plimsoll.verdict;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a baseline covered: the rule of the policy that asked, what would else have been said, a
/// violation or that nobody can tell, and when that ends; null for never.
public record Tolerated(String policy, String rule, String detail, @Nullable Instant until) {}
