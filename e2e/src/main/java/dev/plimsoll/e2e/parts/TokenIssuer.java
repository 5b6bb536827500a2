package dev.plimsoll.e2e.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// A token service as registries name it (the distribution specification's token authentication):
/// it signs JSON web tokens with a key that a [RegistryServer] trusts.
///
/// Anyone may pull what lies below `public/`; its one user, or whoever holds that user's identity
/// token, may pull and push everything.
public final class TokenIssuer implements AutoCloseable {
  private static final String NAME = "plimsoll-tokens";
  private static final String AUDIENCE = "plimsoll-registry";

  private final RegistrySettings.Login user;
  private final String identityToken = UUID.randomUUID().toString();
  private final Duration life;
  private final CertificateAuthority authority = new CertificateAuthority("tokens");
  private final CertificateAuthority.Pair signer = authority.issueForServer("tokens", List.of());
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private TokenIssuer(RegistrySettings.Login user, Duration life) throws IOException {
    this.user = user;
    this.life = life;
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/token", this::answer);
    server.start();
  }

  public static TokenIssuer start(String user, String password, Duration life) {
    try {
      return new TokenIssuer(new RegistrySettings.Login(user, password), life);
    } catch (IOException e) {
      throw new PartsException("The token service cannot be started: " + e.getMessage(), e);
    }
  }

  /// `address:port` of the service.
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public String identityToken() {
    return identityToken;
  }

  /// Method and scope of each request so far, and who asked.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /// A token for this scope, whoever asks.
  public String mint(String scope) {
    var access = new StringBuilder();
    for (var each : scope.split(" ", -1)) {
      var parts = each.split(":", 3);
      if (parts.length == 3) {
        access
            .append(access.isEmpty() ? "" : ",")
            .append(
                "{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[\"%s\"]}"
                    .formatted(parts[0], parts[1], parts[2].replace(",", "\",\"")));
      }
    }
    var now = Instant.now().getEpochSecond();
    var header = "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"x5c\":[\"%s\"]}".formatted(certificate());
    var claims =
        "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"\",\"jti\":\"%s\",\"iat\":%d,\"nbf\":%d,\"exp\":%d,\"access\":[%s]}"
            .formatted(
                NAME, AUDIENCE, UUID.randomUUID(), now, now - 5, now + life.toSeconds(), access);
    var signed = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
    return signed + "." + base64(sign(signed.getBytes(UTF_8)));
  }

  /// The part of the registry's configuration that has it trust this service.
  String config(Path directory) {
    var bundle = directory.resolve("tokens.crt");
    CertificateAuthority.writePrivately(bundle, authority.certificate());
    return "auth: {token: {realm: 'http://%s/token', service: %s, issuer: %s, rootcertbundle: '%s'}}\n"
        .formatted(host(), AUDIENCE, NAME, bundle);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var post = exchange.getRequestMethod().equals("POST");
      var text =
          post
              ? new String(exchange.getRequestBody().readAllBytes(), UTF_8)
              : exchange.getRequestURI().getRawQuery();
      var asked = parameters(text);
      var scope = asked.getOrDefault("scope", "");
      var given = exchange.getRequestHeaders().getFirst("Authorization");
      var pair = (user.user() + ":" + user.password()).getBytes(UTF_8);
      var known =
          post
              ? identityToken.equals(asked.get("refresh_token"))
              : ("Basic " + Base64.getEncoder().encodeToString(pair)).equals(given);
      var stranger = post || given != null;
      requests.add(exchange.getRequestMethod() + " " + scope + (known ? " known" : " unknown"));
      if (!known && stranger) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      var granted = known || scope.startsWith("repository:public/") ? scope : "";
      var body =
          "{\"token\":\"%s\",\"expires_in\":%d}"
              .formatted(mint(granted), life.toSeconds())
              .getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, String> parameters(String query) {
    var parameters = new HashMap<String, String>();
    for (var each : Arrays.asList(query.split("&", -1))) {
      var equals = each.indexOf('=');
      if (equals > 0) {
        parameters.put(
            each.substring(0, equals), URLDecoder.decode(each.substring(equals + 1), UTF_8));
      }
    }
    return parameters;
  }

  private byte[] sign(byte[] text) {
    try {
      var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A fresh key cannot sign", e);
    }
  }

  private PrivateKey key() throws GeneralSecurityException {
    var encoded = Base64.getMimeDecoder().decode(body(signer.privateKey()));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  private String certificate() {
    return body(signer.certificate()).replaceAll("\\s", "");
  }

  private static String body(String pem) {
    return pem.replaceAll("-----[A-Z ]+-----", "");
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
