package dev.plimsoll.facts.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Variables whose name says as whole words that their value is secret, with a value that looks
/// real.
final class SecretVariables {
  private static final Set<String> LAST_WORDS =
      Set.of(
          "PASSWORD",
          "PASSWD",
          "PASSPHRASE",
          "PWD",
          "PASS",
          "SECRET",
          "TOKEN",
          "APIKEY",
          "CREDENTIALS",
          "CREDENTIAL",
          "SECRETKEY");

  private static final Set<String> LAST_TWO_WORDS =
      Set.of(
          "API_KEY",
          "SECRET_KEY",
          "ACCESS_KEY",
          "PRIVATE_KEY",
          "AUTH_KEY",
          "ENCRYPTION_KEY",
          "SIGNING_KEY",
          "MASTER_KEY",
          "ACCOUNT_KEY",
          "SESSION_KEY",
          "KEY_BASE",
          "AUTH_TOKEN");

  /// Names that sound secret, and are not.
  private static final Set<String> PUBLIC_NAMES =
      Set.of(
          "PWD", "OLDPWD", "GPG_KEY", "GPG_KEYS", "NEXT_PUBLIC_API_KEY", "MAX_TOKEN", "CSRF_TOKEN");

  private static final Set<String> PUBLIC_WORDS =
      Set.of(
          "PUBLIC", "PUBLISHABLE", "EMPTY", "ALLOW", "MAX", "MIN", "ENABLE", "DISABLE", "REQUIRE");

  /// `NAME=value` at the beginning of a line or after a blank: quoted, or up to a blank.
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?m)(?:^|(?<=[\\s;&|(\"'])|(?<=--build-arg=))([A-Za-z][A-Za-z0-9_]{1,80})="
              + "(?:\"([^\"\\n]{1,2000})\"|'([^'\\n]{1,2000})'|([^\\s\"';&|]{1,2000}))");

  private SecretVariables() {}

  /// Whether a variable's name says that it is secret.
  static boolean isSecret(String name) {
    String upper = words(name);
    if (PUBLIC_NAMES.contains(upper)) {
      return false;
    }
    String[] words = upper.split("_", -1);
    for (String word : words) {
      if (PUBLIC_WORDS.contains(word)) {
        return false;
      }
    }
    String last = words[words.length - 1];
    String lastTwo = words.length > 1 ? words[words.length - 2] + "_" + last : last;
    return LAST_WORDS.contains(last) || LAST_TWO_WORDS.contains(lastTwo);
  }

  /// Whether the value of such a variable is one, rather than something in its place.
  static boolean isReal(String value) {
    return !Placeholders.contain(value.strip());
  }

  /// The values of all secret variables that a text assigns.
  static List<Span> in(String text) {
    List<Span> found = new ArrayList<>();
    if (text.indexOf('=') >= 0) {
      Matcher assignment = ASSIGNMENT.matcher(text);
      while (assignment.find()) {
        int group = assignment.group(2) != null ? 2 : assignment.group(3) != null ? 3 : 4;
        if (isSecret(assignment.group(1)) && isReal(assignment.group(group))) {
          found.add(
              new Span(
                  SecretKind.SECRET_VARIABLE,
                  assignment.start(group),
                  assignment.end(group),
                  assignment.group(1)));
        }
      }
    }
    return found;
  }

  /// A name in capitals, its words apart: `dbPassword` is `DB_PASSWORD`.
  private static String words(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }
}
