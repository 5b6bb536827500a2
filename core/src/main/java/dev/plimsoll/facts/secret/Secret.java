package dev.plimsoll.facts.secret;

/// One secret in a text: what it is, the line that it is or begins in (from 1), and a hint
/// without its value.
public record Secret(SecretKind kind, int line, String hint) {}
