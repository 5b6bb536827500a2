package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.RegistrySettings.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An identity token goes to the token service in the body of a POST, and nowhere else.
class IdentityTokenTest {
  private static final TestImage IMAGE =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.file("app", "x")).build();
  private static final Login TOKEN = Login.identityToken("refresh+secret");

  private final ScriptedRegistry registry = ScriptedRegistry.start();
  private final Reference web = registry.add("shop/web:1.4", IMAGE);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer service;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    service.createContext(
        "/token",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          byte[] answer = "{\"access_token\":\"granted\",\"expires_in\":60}".getBytes(UTF_8);
          exchange.getResponseHeaders().set("Location", "http://" + registry.host() + "/token");
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    service.start();
    Map<String, String> wanted =
        Map.of(
            "WWW-Authenticate",
            "Bearer realm=\"http://%s/token\",service=\"s\"".formatted(there()));
    registry.on("GET", "/manifests/", Fault.answer(401, wanted, "")).once();
  }

  @AfterEach
  void close() {
    service.stop(0);
    registry.close();
  }

  @Test
  void isExchangedForATokenThatOpensTheRepository() throws IOException {
    try (RegistrySource source = source()) {
      assertThat(source.manifest(web, soon()).digest()).isEqualTo(IMAGE.digest());
    }
    assertThat(asked)
        .containsExactly(
            "POST /token grant_type=refresh_token&client_id=plimsoll"
                + "&refresh_token=refresh%2Bsecret&service=s&scope=repository%3Ashop%2Fweb%3Apull");
    assertThat(registry.requests().getLast().header("Authorization")).contains("Bearer granted");
  }

  @Test
  void isNotCarriedOnByARedirect() {
    status = 307;
    try (RegistrySource source = source()) {
      assertThatExceptionOfType(SourceException.Malformed.class)
          .isThrownBy(() -> source.manifest(web, soon()))
          .withMessageContaining("redirects a login, which is not followed")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void isNoPassword() {
    registry.requireLogin("alice", "hunter2");
    try (RegistrySource source = source()) {
      status = 401;
      assertThatExceptionOfType(SourceException.Unauthorized.class)
          .isThrownBy(() -> source.manifest(web, soon()));
      assertThatExceptionOfType(SourceException.Unauthorized.class)
          .isThrownBy(() -> source.manifest(web, soon()))
          .withMessageContaining("wants a user name and a password, and an identity token is no");
    }
    assertThat(registry.requests()).allMatch(r -> r.header("Authorization").orElse("").isEmpty());
  }

  private RegistrySource source() {
    RegistrySettings both = registry.settings().with(there(), Host.OVER_PLAIN_HTTP);
    return new RegistrySource(both, Credentials.of(TOKEN), Limits.defaults());
  }

  private String there() {
    return "127.0.0.1:" + service.getAddress().getPort();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }
}
