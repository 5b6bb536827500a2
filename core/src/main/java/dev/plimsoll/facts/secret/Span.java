package dev.plimsoll.facts.secret;

/// Where in a text a secret stands, so that it can be named or blotted out.
record Span(SecretKind kind, int start, int end, String hint) {
  Secret in(String text) {
    return new Secret(kind, Lines.of(text, start), hint);
  }
}
