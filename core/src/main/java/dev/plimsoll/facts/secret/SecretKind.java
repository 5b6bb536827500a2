package dev.plimsoll.facts.secret;

/// What a secret opens.
public enum SecretKind {
  PRIVATE_KEY("private key"),
  ENV_FILE("secret value in an env file"),
  NPM_CREDENTIALS("npm credentials"),
  PYTHON_CREDENTIALS("Python package index credentials"),
  MAVEN_CREDENTIALS("Maven credentials"),
  NETRC("password in a netrc"),
  GIT_CREDENTIALS("git credentials"),
  AWS_CREDENTIALS("AWS credentials"),
  DOCKER_CREDENTIALS("registry credentials"),
  KUBECONFIG("kubeconfig with credentials"),
  SERVICE_ACCOUNT_KEY("Google service account key"),
  DATABASE_PASSWORD("database password"),
  GITHUB_TOKEN("GitHub token"),
  GITLAB_TOKEN("GitLab token"),
  SLACK_TOKEN("Slack token"),
  STRIPE_KEY("Stripe key"),
  NPM_TOKEN("npm token"),
  PYPI_TOKEN("PyPI token"),
  GOOGLE_KEY("Google API key"),
  OTHER_TOKEN("access token"),
  PASSWORD_IN_ADDRESS("password in an address"),
  AUTHORIZATION("authorization header"),
  /// A value that looks real, of a variable whose name says that it is secret.
  SECRET_VARIABLE("value of a variable named as secret");

  private final String phrase;

  SecretKind(String phrase) {
    this.phrase = phrase;
  }

  public String phrase() {
    return phrase;
  }
}
