package dev.plimsoll.e2e.installation;

import static dev.plimsoll.e2e.parts.Kubectl.expect;

import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The operator's service account, as a process beside the cluster uses it.
final class OperatorAccount {
  private static final String NAME = "plimsoll";

  private OperatorAccount() {}

  /// Writes a kubeconfig with that account into `directory`, so that what runs has the operator's
  /// rights and no more.
  static Path kubeconfig(Kubectl kubectl, Path directory) {
    String token =
        expect(
                kubectl.run(
                    "create",
                    "token",
                    NAME,
                    "--namespace=" + Installation.NAMESPACE,
                    "--duration=24h"))
            .strip();
    Path file = directory.resolve("operator.kubeconfig");
    try {
      Files.writeString(
          file, expect(kubectl.run("config", "view", "--raw", "--flatten", "--minify")));
    } catch (IOException e) {
      throw new PartsException("Cannot write " + file + ": " + e.getMessage(), e);
    }
    Kubectl own = new Kubectl(kubectl.program(), file);
    expect(own.run("config", "set-credentials", NAME, "--token=" + token));
    expect(own.run("config", "set-context", "--current", "--user=" + NAME));
    return file;
  }
}
