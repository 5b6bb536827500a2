package dev.plimsoll.facts.secret;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Files that programs keep credentials in, told by name and place, and what in them is one.
record PlacedSecrets(SecretKind kind, Pattern place, List<Pattern> values, String hint) {

  private static final List<PlacedSecrets> ALL =
      List.of(
          of(
              SecretKind.NPM_CREDENTIALS,
              "\\.?npmrc",
              "an npm token or password",
              "_authToken[ \\t]{0,40}=[ \\t]{0,40}(\\S+)",
              "_password[ \\t]{0,40}=[ \\t]{0,40}(\\S+)",
              "(?<![A-Za-z])_auth[ \\t]{0,40}=[ \\t]{0,40}(\\S+)"),
          of(
              SecretKind.NPM_CREDENTIALS,
              "\\.yarnrc\\.yml",
              "an npm token or password",
              "npmAuthToken:[ \\t]{0,40}[\"']?([^\\s\"']+)",
              "npmAuthIdent:[ \\t]{0,40}[\"']?([^\\s\"']+)"),
          of(
              SecretKind.PYTHON_CREDENTIALS,
              "\\.pypirc",
              "a password",
              "(?m)^[ \\t]{0,40}password[ \\t]{0,40}[:=][ \\t]{0,40}(\\S+)"),
          of(
              SecretKind.PYTHON_CREDENTIALS,
              "pip\\.conf",
              "a password in an address",
              Addresses.PASSWORD.pattern()),
          of(
              SecretKind.MAVEN_CREDENTIALS,
              "(?:.*/)?(?:\\.m2|conf)/settings\\.xml",
              "a server's password",
              "<(?:password|passphrase)>\\s{0,40}([^<\\s]+)\\s{0,40}</"),
          of(SecretKind.NETRC, "[._]netrc", "a password", "(?<![A-Za-z])password\\s{1,40}(\\S+)"),
          of(
              SecretKind.GIT_CREDENTIALS,
              "\\.git-credentials|(?:.*/)?git/credentials",
              "a password in an address",
              Addresses.PASSWORD.pattern()),
          of(
              SecretKind.GIT_CREDENTIALS,
              "(?:.*/)?\\.git/config|\\.gitconfig",
              "a password in an address",
              Addresses.PASSWORD.pattern(),
              "(?i)extraheader[ \\t]{0,40}=[ \\t]{0,40}authorization:[ \\t]{0,40}\\w{1,20}[ \\t]{1,40}(\\S{8,})"),
          of(
              SecretKind.AWS_CREDENTIALS,
              "(?:.*/)?\\.aws/(?:credentials|config)",
              "aws_secret_access_key",
              "(?i)aws_(?:secret_access_key|session_token)[ \\t]{0,40}=[ \\t]{0,40}([A-Za-z0-9/+=]{40,})"),
          of(
              SecretKind.DOCKER_CREDENTIALS,
              "(?:.*/)?(?:\\.docker|containers)/(?:config|auth)\\.json|\\.dockercfg"
                  + "|\\.dockerconfigjson",
              "an account of a registry",
              "\"(?:auth|identitytoken|registrytoken|password)\"\\s{0,40}:\\s{0,40}\"([^\"]{8,})\""),
          of(
              SecretKind.KUBECONFIG,
              "(?:.*/)?\\.kube/config|(?:.*[._-])?kubeconfig(?:\\.ya?ml|\\.conf)?"
                  + "|(?:.*/)?etc/kubernetes/[^/]+\\.conf",
              "a user's key, token or password",
              "(?m)^ {0,40}-? {0,40}client-key-data:[ \\t]{0,40}[\"']?([A-Za-z0-9+/=]{60,})",
              "(?m)^ {0,40}-? {0,40}token:[ \\t]{0,40}[\"']?([^\\s\"'#]{8,})",
              "(?m)^ {0,40}-? {0,40}password:[ \\t]{0,40}[\"']?([^\\s\"'#]+)"),
          of(
              SecretKind.SERVICE_ACCOUNT_KEY,
              "application_default_credentials\\.json",
              "a refresh token",
              "\"refresh_token\"\\s{0,40}:\\s{0,40}\"([^\"]{20,})\""),
          of(
              SecretKind.DATABASE_PASSWORD,
              "\\.pgpass|pgpass\\.conf",
              "a password",
              "(?m)^[^#:\\n]+:[^:\\n]+:[^:\\n]+:[^:\\n]+:([^\\n]+)"),
          of(
              SecretKind.DATABASE_PASSWORD,
              "\\.my(?:login)?\\.cnf",
              "a password",
              "(?m)^[ \\t]{0,40}password[ \\t]{0,40}=[ \\t]{0,40}[\"']?([^\\s\"']+)"));

  private static PlacedSecrets of(SecretKind kind, String place, String hint, String... values) {
    return new PlacedSecrets(
        kind,
        Pattern.compile(place),
        List.of(values).stream().map(Pattern::compile).toList(),
        hint);
  }

  /// What is known of a file at this absolute path; null where nothing is.
  static @Nullable PlacedSecrets at(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (!mayBePlaced(name)) {
      return null;
    }
    for (PlacedSecrets placed : ALL) {
      if (placed.place.matcher(name).matches() || placed.place.matcher(path).matches()) {
        return placed;
      }
    }
    return null;
  }

  /// Most names cannot be one, which is seen at once.
  private static boolean mayBePlaced(String name) {
    if (name.isEmpty()) {
      return false;
    }
    char first = name.charAt(0);
    return first == '.'
        || first == '_'
        || name.endsWith(".conf")
        || name.endsWith(".json")
        || name.endsWith("rc")
        || name.contains("kubeconfig")
        || name.equals("settings.xml")
        || name.equals("config")
        || name.equals("credentials");
  }

  /// The first credential in the file's text that is none only by its form.
  Optional<Secret> in(String text) {
    for (Pattern value : values) {
      Matcher found = value.matcher(text);
      while (found.find()) {
        if (!Placeholders.contain(found.group(1))) {
          return Optional.of(new Secret(kind, Lines.of(text, found.start(1)), hint));
        }
      }
    }
    return Optional.empty();
  }
}
