package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.Grants.Grant;
import dev.plimsoll.registry.Grants.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Fetches tokens from the service that a registry names (the distribution specification's token
/// authentication): by `GET` for a user or nobody, by `POST` (OAuth 2.0, RFC 6749 §6) for an
/// identity token, which is a refresh token.
final class TokenService {
  private static final int TOKEN_BYTES = 1 << 20;

  /// What the token specification says of a token that does not say it.
  private static final Duration USUAL_LIFE = Duration.ofSeconds(60);

  private static final Duration LONGEST_LIFE = Duration.ofHours(1);
  private static final JsonMapper JSON = new JsonMapper();

  private final Transport transport;

  TokenService(Transport transport) {
    this.transport = transport;
  }

  /// A token for this scope, as `login` or as nobody.
  Grant token(Scope scope, Challenge challenge, @Nullable Login login, Task task)
      throws SourceException {
    Transport.Request request =
        login != null && login.isIdentityToken()
            ? post(scope, challenge, login, task)
            : get(scope, challenge, login, task);
    Task there = task.asking("the token service " + request.uri().getHost());
    long asked = System.nanoTime();
    try (Transport.Answer answer = transport.send(request, there)) {
      if (answer.status() != 200) {
        answer.discard();
        throw refusal(answer, login);
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

  /// A service that is not there says nothing of whether the image is, and one that calls the
  /// question a bad one because of the login nothing of what others are told.
  private static SourceException refusal(Transport.Answer answer, @Nullable Login login) {
    if (answer.status() == 400 && login != null) {
      return new SourceException.Unauthorized(
          answer.task().that("does not understand the login (400); check it"));
    }
    SourceException refusal = Refusals.of(answer, answer.task());
    return refusal instanceof SourceException.NotFound
        ? new SourceException.Malformed(
            answer
                .task()
                .that(
                    "is not where the registry says that it is ("
                        + answer.status()
                        + "); correct the registry's realm"))
        : refusal;
  }

  private static Transport.Request get(
      Scope scope, Challenge challenge, @Nullable Login login, Task task) throws SourceException {
    String basic = login == null ? null : login.basic();
    URI service = service(challenge, query(scope, challenge), task);
    return Transport.Request.get(service, "application/json", basic);
  }

  /// The identity token goes into the body, where no log of requests shows it.
  private static Transport.Request post(Scope scope, Challenge challenge, Login login, Task task)
      throws SourceException {
    String form =
        "grant_type=refresh_token&client_id=plimsoll&refresh_token="
            + encode(login.password())
            + "&"
            + query(scope, challenge);
    URI service = service(challenge, "", task);
    return new Transport.Request("POST", service, "application/json", null, null, form);
  }

  private static String query(Scope scope, Challenge challenge) {
    String pull = "repository:" + scope.repository() + ":pull";
    return challenge.parameter("service").map(s -> "service=" + encode(s) + "&").orElse("")
        + "scope="
        + encode(challenge.parameter("scope").orElse(pull));
  }

  private static URI service(Challenge challenge, String query, Task task) throws SourceException {
    String realm = challenge.parameter("realm").orElse("");
    String joint = query.isEmpty() ? "" : realm.indexOf('?') < 0 ? "?" : "&";
    try {
      URI service = URI.create(realm + joint + query);
      if (service.getHost() != null && service.getScheme() != null) {
        return service;
      }
    } catch (IllegalArgumentException _) {
      // Said below, without the query.
    }
    throw new SourceException.Malformed(task.that("names no URL to fetch a token from"));
  }

  /// Three quarters of what the service says, so that no token ends on its way.
  private static Duration life(JsonNode json) {
    long seconds = json.path("expires_in").asLong(USUAL_LIFE.toSeconds());
    Duration life = Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_LIFE.toSeconds()));
    return life.multipliedBy(3).dividedBy(4);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}
