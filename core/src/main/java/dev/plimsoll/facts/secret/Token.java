package dev.plimsoll.facts.secret;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The form that an issuer gives its tokens: a prefix that nothing else begins with, and what
/// may follow it.
record Token(SecretKind kind, String prefix, Pattern rest) {
  /// What no name, path or longer word goes on with.
  private static final String END = "(?![A-Za-z0-9_])";

  static final List<Token> ALL =
      List.of(
          of(SecretKind.AWS_CREDENTIALS, "AKIA", "[A-Z2-7]{16}"),
          of(SecretKind.AWS_CREDENTIALS, "ASIA", "[A-Z2-7]{16}"),
          of(SecretKind.GITHUB_TOKEN, "ghp_", "[A-Za-z0-9]{36}"),
          of(SecretKind.GITHUB_TOKEN, "gho_", "[A-Za-z0-9]{36}"),
          of(SecretKind.GITHUB_TOKEN, "ghu_", "[A-Za-z0-9]{36}"),
          of(SecretKind.GITHUB_TOKEN, "ghs_", "[A-Za-z0-9]{36}"),
          of(SecretKind.GITHUB_TOKEN, "ghr_", "[A-Za-z0-9]{36,76}"),
          of(SecretKind.GITHUB_TOKEN, "github_pat_", "[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
          of(SecretKind.GITLAB_TOKEN, "glpat-", "[A-Za-z0-9_.-]{20,80}"),
          of(SecretKind.GITLAB_TOKEN, "gldt-", "[A-Za-z0-9_-]{20,64}"),
          of(SecretKind.GITLAB_TOKEN, "glrt-", "[A-Za-z0-9_.-]{20,80}"),
          of(SecretKind.GITLAB_TOKEN, "glptt-", "[0-9a-f]{40}"),
          of(SecretKind.GITLAB_TOKEN, "glcbt-", "[A-Za-z0-9_-]{20,80}"),
          of(SecretKind.SLACK_TOKEN, "xoxb-", "\\d{8,}-[A-Za-z0-9-]{18,}"),
          of(SecretKind.SLACK_TOKEN, "xoxp-", "\\d{8,}-[A-Za-z0-9-]{18,}"),
          of(SecretKind.SLACK_TOKEN, "xoxa-", "[A-Za-z0-9-]{24,}"),
          of(SecretKind.SLACK_TOKEN, "xoxr-", "[A-Za-z0-9-]{24,}"),
          of(SecretKind.SLACK_TOKEN, "xoxs-", "[A-Za-z0-9-]{24,}"),
          of(SecretKind.SLACK_TOKEN, "xapp-", "\\d-[A-Z0-9]{8,}-\\d+-[a-f0-9]{32,}"),
          of(
              SecretKind.SLACK_TOKEN,
              "hooks.slack.com/services/",
              "T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{20,28}"),
          of(SecretKind.STRIPE_KEY, "sk_live_", "[A-Za-z0-9]{24,120}"),
          of(SecretKind.STRIPE_KEY, "rk_live_", "[A-Za-z0-9]{24,120}"),
          of(SecretKind.NPM_TOKEN, "npm_", "[A-Za-z0-9]{36}"),
          of(SecretKind.PYPI_TOKEN, "pypi-AgE", "[A-Za-z0-9_-]{60,240}"),
          of(SecretKind.GOOGLE_KEY, "AIza", "[A-Za-z0-9_-]{35}"),
          of(SecretKind.GOOGLE_KEY, "GOCSPX-", "[A-Za-z0-9_-]{28}"),
          of(SecretKind.OTHER_TOKEN, "dckr_pat_", "[A-Za-z0-9_-]{27}"),
          of(SecretKind.OTHER_TOKEN, "dop_v1_", "[a-f0-9]{64}"),
          of(SecretKind.OTHER_TOKEN, "SG.", "[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}"));

  private static final Map<Character, List<Token>> BY_FIRST =
      ALL.stream().collect(Collectors.groupingBy(token -> token.prefix.charAt(0)));

  private static Token of(SecretKind kind, String prefix, String rest) {
    return new Token(kind, prefix, Pattern.compile(rest + END));
  }

  /// The forms that begin with a character.
  static List<Token> beginningWith(char first) {
    return BY_FIRST.getOrDefault(first, List.of());
  }

  String hint() {
    return prefix + "…";
  }
}
