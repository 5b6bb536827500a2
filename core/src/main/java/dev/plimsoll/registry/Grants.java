package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.registry.Credentials.Login;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
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
  private static final int TOKEN_BYTES = 1 << 20;

  /// What the token specification says of a token that does not say it.
  private static final Duration USUAL_LIFE = Duration.ofSeconds(60);

  private static final Duration LONGEST_LIFE = Duration.ofHours(1);
  private static final JsonMapper JSON = new JsonMapper();

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

  private final Transport transport;
  private final Map<Scope, Grant> grants = bounded(REPOSITORIES);
  private final Map<String, Challenge> challenges = bounded(REGISTRIES);

  Grants(Transport transport) {
    this.transport = transport;
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
      return token(scope, challenge, login, task);
    }
    if (login == null) {
      throw new SourceException.Unauthorized(
          task.that("wants a user name and a password, and none are given for it"));
    }
    return new Grant(login.basic(), System.nanoTime() + LONGEST_LIFE.toNanos());
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

  private Grant token(Scope scope, Challenge challenge, @Nullable Login login, Task task)
      throws SourceException {
    URI service = tokenService(scope, challenge, task);
    Task there = task.asking("the token service " + service.getHost());
    String basic = login == null ? null : login.basic();
    long asked = System.nanoTime();
    Transport.Request request =
        new Transport.Request("GET", service, "application/json", basic, null);
    try (Transport.Answer answer = transport.send(request, there)) {
      if (answer.status() != 200) {
        answer.discard();
        throw Refusals.of(answer, there);
      }
      JsonNode json = JSON.readTree(answer.body().readNBytes(TOKEN_BYTES));
      String token = json.path("token").asText(json.path("access_token").asText(""));
      if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw new SourceException.Malformed(there.that("answers without a token"));
      }
      return new Grant("Bearer " + token, asked + life(json).toNanos());
    } catch (SourceException e) {
      throw e;
    } catch (JsonProcessingException _) {
      throw new SourceException.Malformed(there.that("answers with something that is no JSON"));
    } catch (IOException e) {
      throw new IllegalStateException("a body ends in a SourceException", e);
    }
  }

  /// Three quarters of what the service says, so that no token ends on its way.
  private static Duration life(JsonNode json) {
    long seconds = json.path("expires_in").asLong(USUAL_LIFE.toSeconds());
    Duration life = Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_LIFE.toSeconds()));
    return life.multipliedBy(3).dividedBy(4);
  }

  private static URI tokenService(Scope scope, Challenge challenge, Task task)
      throws SourceException {
    String realm = challenge.parameter("realm").orElse("");
    String pull = "repository:" + scope.repository + ":pull";
    String query =
        challenge.parameter("service").map(s -> "service=" + encode(s) + "&").orElse("")
            + "scope="
            + encode(challenge.parameter("scope").orElse(pull));
    try {
      URI service = URI.create(realm + (realm.indexOf('?') < 0 ? "?" : "&") + query);
      if (service.getHost() != null && service.getScheme() != null) {
        return service;
      }
    } catch (IllegalArgumentException _) {
      // Said below, without the query.
    }
    throw new SourceException.Malformed(task.that("names no URL to fetch a token from"));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8);
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
