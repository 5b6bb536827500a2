package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.reference.Reference;
import java.util.Base64;
import java.util.List;

/// Who may pull from where: the port through which a registry's clients find their logins.
@FunctionalInterface
public interface Credentials {
  /// Nobody is known anywhere.
  Credentials ANONYMOUS = _ -> List.of();

  /// The logins for this repository, to be tried in turn; none means to ask anonymously.
  List<Login> loginsFor(Reference reference);

  /// A user name and its password or access token; never shown.
  record Login(String user, String password) {
    /// The value of a Basic `Authorization` header.
    String basic() {
      byte[] pair = (user + ":" + password).getBytes(UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "Login[of " + user + "]";
    }
  }
}
