package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Who may pull from where: the port through which a registry's clients find their logins.
///
/// Whoever implements it answers within the deadline, and keeps what is dear to find out: it is
/// asked before each request.
@FunctionalInterface
public interface Credentials {
  /// Nobody is known anywhere.
  Credentials ANONYMOUS = (_, _) -> Logins.NONE;

  /// The logins for this repository.
  Logins loginsFor(Reference reference, Deadline deadline);

  /// The same logins everywhere.
  static Credentials of(Login... logins) {
    Logins all = new Logins(List.of(logins), List.of());
    return (_, _) -> all;
  }

  /// All that these know, those of the first before those of the next.
  static Credentials inTurn(List<Credentials> sources) {
    List<Credentials> all = List.copyOf(sources);
    return (reference, deadline) -> {
      Logins found = Logins.NONE;
      for (Credentials each : all) {
        found = found.and(each.loginsFor(reference, deadline));
      }
      return found;
    };
  }

  /// Logins to be tried in turn, none meaning to ask anonymously; and remarks on where none were
  /// found for a reason that someone can mend, said where the registry then refuses.
  record Logins(List<Login> logins, List<String> remarks) {
    public static final Logins NONE = new Logins(List.of(), List.of());

    public Logins {
      logins = List.copyOf(logins);
      remarks = List.copyOf(remarks);
    }

    public static Logins of(Login login) {
      return new Logins(List.of(login), List.of());
    }

    public static Logins none(String remark) {
      return new Logins(List.of(), List.of(remark));
    }

    public Logins and(Logins more) {
      List<Login> bothLogins = new ArrayList<>(logins);
      more.logins.stream().filter(login -> !logins.contains(login)).forEach(bothLogins::add);
      List<String> bothRemarks = new ArrayList<>(remarks);
      bothRemarks.addAll(more.remarks);
      return new Logins(bothLogins, bothRemarks);
    }
  }

  /// A user name and its password or access token; or, where `isIdentityToken`, a token in place
  /// of the password with which a token service is asked for others. Never shown.
  record Login(String user, String password, boolean isIdentityToken) {
    public Login(String user, String password) {
      this(user, password, false);
    }

    /// What `docker login` keeps instead of a password where a registry gives it one.
    public static Login identityToken(String token) {
      return new Login("<token>", token, true);
    }

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
