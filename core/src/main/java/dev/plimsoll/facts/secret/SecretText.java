package dev.plimsoll.facts.secret;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what is secret in texts: in commands and variables of a config, and in files.
public final class SecretText {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "(?i)\\bauthorization:[ \\t]{0,40}(?:bearer|basic|token)[ \\t]{1,40}([A-Za-z0-9._~+/=-]{8,2000})");

  private static final String SERVICE_ACCOUNT = "\"service_account\"";
  private static final String PUTTY = "PuTTY-User-Key-File-";
  private static final String BLOT = "…";

  private SecretText() {}

  /// Secrets in what a config says: commands, variables with their values.
  public static List<Secret> inCommand(String text) {
    return spansOfCommand(text).stream().map(span -> span.in(text)).toList();
  }

  /// The secret that a variable's value is, or has in it.
  public static List<Secret> inVariable(String name, String value) {
    List<Secret> found = new ArrayList<>(certain(value).stream().map(s -> s.in(value)).toList());
    Addresses.in(value).forEach(span -> found.add(span.in(value)));
    if (found.isEmpty() && SecretVariables.isSecret(name) && SecretVariables.isReal(value)) {
      found.add(new Secret(SecretKind.SECRET_VARIABLE, 1, name));
    }
    return found;
  }

  /// A text with its secrets blotted out.
  public static String redacted(String text) {
    List<Span> spans = new ArrayList<>(spansOfCommand(text));
    if (spans.isEmpty()) {
      return text;
    }
    spans.sort(Comparator.comparingInt(Span::start));
    StringBuilder shown = new StringBuilder();
    int at = 0;
    for (Span span : spans) {
      if (span.end() > at) {
        shown.append(text, at, Math.max(at, span.start())).append(BLOT);
        at = span.end();
      }
    }
    return shown.append(text, at, text.length()).toString();
  }

  /// Secrets in a file's text, each kind at most once.
  static List<Secret> inFile(String path, String text) {
    List<Secret> found = new ArrayList<>();
    PlacedSecrets placed = PlacedSecrets.at(path);
    if (placed != null) {
      placed.in(text).ifPresent(found::add);
    }
    if (EnvFiles.isOne(path)) {
      SecretVariables.in(text).stream()
          .findFirst()
          .ifPresent(
              span ->
                  found.add(
                      new Secret(SecretKind.ENV_FILE, Lines.of(text, span.start()), span.hint())));
      Addresses.in(text).stream().findFirst().ifPresent(span -> found.add(span.in(text)));
    }
    for (Span span : certain(text)) {
      if (found.stream().noneMatch(secret -> secret.kind() == span.kind())) {
        found.add(span.in(text));
      }
    }
    return found;
  }

  private static List<Span> spansOfCommand(String text) {
    List<Span> spans = new ArrayList<>(certain(text));
    spans.addAll(Addresses.in(text));
    spans.addAll(SecretVariables.in(text));
    Matcher header = AUTHORIZATION.matcher(text);
    while (header.find()) {
      if (!Placeholders.contain(header.group(1))) {
        spans.add(
            new Span(SecretKind.AUTHORIZATION, header.start(1), header.end(1), "Authorization"));
      }
    }
    return spans;
  }

  /// What is secret wherever it stands: keys and tokens.
  private static List<Span> certain(String text) {
    List<Span> spans = new ArrayList<>();
    for (PemKey key : PemKey.in(text)) {
      SecretKind kind =
          text.contains(SERVICE_ACCOUNT) ? SecretKind.SERVICE_ACCOUNT_KEY : SecretKind.PRIVATE_KEY;
      spans.add(new Span(kind, key.start(), key.end(), key.hint()));
    }
    if (text.startsWith(PUTTY) && text.contains("\nPrivate-Lines:")) {
      spans.add(new Span(SecretKind.PRIVATE_KEY, 0, text.length(), "PuTTY key"));
    }
    spans.addAll(Tokens.in(text));
    return spans;
  }
}
