package dev.plimsoll.e2e.parts.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.registry.connection.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Asks a registry which digest a reference names now, in one HEAD request (and what logging in
/// takes).
final class ManifestLookup {
  static final String USER_AGENT = "plimsoll-parts/node";

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern LOCAL =
      Pattern.compile("localhost(:\\d+)?|[0-9.]+(:\\d+)?|\\[[0-9a-fA-F:]+\\](:\\d+)?");
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final String ACCEPTED =
      String.join(
          ", ",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The digest that a reference names, and the login that opened the repository (empty where
  /// everyone may pull).
  record Found(String digest, String login) {}

  private final HttpClient remote = client().build();
  private final HttpClient local = client().sslContext(Trust.ANYONE.context()).build();

  private static HttpClient.Builder client() {
    return HttpClient.newBuilder().connectTimeout(LIMIT).version(HttpClient.Version.HTTP_1_1);
  }

  private HttpClient http(URI uri) {
    return LOCAL.matcher(uri.getHost()).matches() ? local : remote;
  }

  /// `logins` are values of an Authorization header (`Basic …`), tried in turn after an anonymous
  /// request was refused.
  Found find(ImageName image, List<String> logins) throws PullFailure {
    var schemes =
        LOCAL.matcher(image.host()).matches() ? List.of("http", "https") : List.of("https");
    PullFailure last = null;
    for (var scheme : schemes) {
      try {
        return find(uri(scheme, image), image, logins);
      } catch (IOException e) {
        last = failure(image, describe(e));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw failure(image, "interrupted");
      }
    }
    throw last == null ? failure(image, "no scheme") : last;
  }

  private Found find(URI uri, ImageName image, List<String> logins)
      throws IOException, InterruptedException, PullFailure {
    var response = head(uri, Optional.empty());
    var used = "";
    for (var login : Stream.concat(Stream.of(""), logins.stream()).toList()) {
      if (response.statusCode() != 401) {
        break;
      }
      var authorization = answer(response, login);
      if (authorization.isPresent()) {
        response = head(uri, authorization);
        used = login;
      }
    }
    return found(uri, image, response, used);
  }

  private static Found found(URI uri, ImageName image, HttpResponse<Void> response, String login)
      throws IOException, PullFailure {
    var status = response.statusCode();
    if (status == 400 && uri.getScheme().equals("http")) {
      throw new IOException("the server speaks TLS");
    }
    if (status != 200) {
      throw failure(image, "the registry answered " + status);
    }
    return response
        .headers()
        .firstValue("Docker-Content-Digest")
        .map(digest -> new Found(digest, login))
        .orElseThrow(() -> failure(image, "the registry named no digest"));
  }

  private HttpResponse<Void> head(URI uri, Optional<String> authorization)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri)
            .HEAD()
            .timeout(LIMIT)
            .header("User-Agent", USER_AGENT)
            .header("Accept", ACCEPTED);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return http(uri).send(request.build(), HttpResponse.BodyHandlers.discarding());
  }

  /// What to send after the challenge in `refusal`: for Basic the login itself, for Bearer a token
  /// that the realm gave for it; an empty login is anonymous.
  private Optional<String> answer(HttpResponse<Void> refusal, String login)
      throws IOException, InterruptedException {
    var challenge = refusal.headers().firstValue("WWW-Authenticate").orElse("");
    if (!challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.of(login).filter(value -> !value.isEmpty());
    }
    var parameters =
        PARAMETER
            .matcher(challenge)
            .results()
            .collect(Collectors.toMap(each -> each.group(1), each -> each.group(2), (a, _) -> a));
    var uri = tokenUri(parameters);
    var request = HttpRequest.newBuilder(uri).timeout(LIMIT);
    request.header("User-Agent", USER_AGENT);
    if (!login.isEmpty()) {
      request.header("Authorization", login);
    }
    var response = http(uri).send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      return Optional.empty();
    }
    var body = JSON.readTree(response.body());
    return Optional.of("Bearer " + body.path("token").asText(body.path("access_token").asText()));
  }

  private static URI tokenUri(Map<String, String> parameters) {
    return URI.create(
        parameters.getOrDefault("realm", "")
            + "?service="
            + encode(parameters.getOrDefault("service", ""))
            + "&scope="
            + encode(parameters.getOrDefault("scope", "")));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static URI uri(String scheme, ImageName image) {
    return URI.create(
        "%s://%s/v2/%s/manifests/%s"
            .formatted(scheme, image.host(), image.repository(), image.manifest()));
  }

  private static PullFailure failure(ImageName image, String why) {
    return new PullFailure("ErrImagePull", "failed to pull image \"%s\": %s".formatted(image, why));
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
