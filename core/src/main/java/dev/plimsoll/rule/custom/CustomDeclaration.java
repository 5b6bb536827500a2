package dev.plimsoll.rule.custom;

import dev.plimsoll.rule.Severity;
import org.jspecify.annotations.Nullable;

/// A custom rule as a policy writes it.
///
/// `expression` is true where all is well. `message` is what is said where it is not, unless
/// `messageExpression` is there and yields a text.
public record CustomDeclaration(
    String name,
    String expression,
    String message,
    @Nullable String messageExpression,
    Severity severity) {}
