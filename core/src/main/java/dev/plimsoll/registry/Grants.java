package dev.plimsoll.registry;

import dev.plimsoll.image.SourceException;
import dev.plimsoll.registry.Credentials.Login;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What opens repositories: Basic logins, and tokens fetched from the service that a registry
/// names (the distribution specification's token authentication), kept until they end.
///
/// How a registry wants to be asked is remembered too, so that its next repository costs one
/// token and no refusal. Both memories are bounded.
final class Grants {
  private static final int REPOSITORIES = 1_000;
  private static final int REGISTRIES = 200;
  private static final Duration LIFE_OF_LOGINS = Duration.ofHours(1);

  /// One repository as one set of logins may see it.
  record Scope(String registry, String repository, List<Login> logins) {
    Scope {
      logins = List.copyOf(logins);
    }
  }

  /// The value of an `Authorization` header, and until when it is good.
  record Grant(String header, long untilNanos) {
    boolean isGood() {
      return untilNanos - System.nanoTime() > 0;
    }

    @Override
    public String toString() {
      return "Grant";
    }
  }

  private final TokenService tokens;
  private final Map<Scope, Grant> grants = bounded(REPOSITORIES);
  private final Map<String, Challenge> challenges = bounded(REGISTRIES);

  Grants(Transport transport) {
    this.tokens = new TokenService(transport);
  }

  /// What to send before having been refused, where anything is known.
  @Nullable Grant upFront(Scope scope, Task task) throws SourceException {
    Optional<Grant> kept = kept(scope);
    if (kept.isPresent()) {
      return kept.get();
    }
    Optional<Challenge> remembered = remembered(scope.registry);
    if (remembered.isEmpty()) {
      return null;
    }
    Login login = scope.logins.isEmpty() ? null : scope.logins.getFirst();
    try {
      Grant grant = ask(scope, remembered.get(), login, task);
      keep(scope, remembered.get(), grant);
      return grant;
    } catch (SourceException.Unauthorized _) {
      // The registry itself is asked next, and says what it wants.
      return null;
    }
  }

  /// The challenge to answer after a refusal: the first one of a kind that is understood, else
  /// the one that this registry gave before (a 403 brings none).
  Optional<Challenge> challenge(Scope scope, List<Challenge> given) {
    return given.stream()
        .filter(c -> c.scheme().equals("bearer") || c.scheme().equals("basic"))
        .findFirst()
        .or(() -> given.isEmpty() ? remembered(scope.registry) : Optional.empty());
  }

  /// Answers a challenge as `login`, or as nobody.
  Grant ask(Scope scope, Challenge challenge, @Nullable Login login, Task task)
      throws SourceException {
    if (challenge.scheme().equals("bearer")) {
      return tokens.token(scope, challenge, login, task);
    }
    if (login == null || login.isIdentityToken()) {
      throw new SourceException.Unauthorized(
          task.that(
              "wants a user name and a password, and "
                  + (login == null ? "none are given for it" : "an identity token is no such")));
    }
    return new Grant(login.basic(), System.nanoTime() + LIFE_OF_LOGINS.toNanos());
  }

  /// Remembers what worked.
  void keep(Scope scope, Challenge challenge, Grant grant) {
    synchronized (grants) {
      grants.put(scope, grant);
    }
    synchronized (challenges) {
      challenges.put(scope.registry, challenge.ofTheWholeRegistry());
    }
  }

  void forget(Scope scope) {
    synchronized (grants) {
      grants.remove(scope);
    }
  }

  private Optional<Grant> kept(Scope scope) {
    synchronized (grants) {
      return Optional.ofNullable(grants.get(scope)).filter(Grant::isGood);
    }
  }

  private Optional<Challenge> remembered(String registry) {
    synchronized (challenges) {
      return Optional.ofNullable(challenges.get(registry));
    }
  }

  private static <K, V> Map<K, V> bounded(int size) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > size;
      }
    };
  }
}
