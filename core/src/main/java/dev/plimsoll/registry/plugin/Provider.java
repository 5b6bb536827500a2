package dev.plimsoll.registry.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.Credentials.Logins;
import dev.plimsoll.registry.LoginPattern;
import dev.plimsoll.registry.plugin.Kept.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// One of the kubelet's credential providers: a program that is given a
/// `CredentialProviderRequest` and answers with a `CredentialProviderResponse`
/// (credentialprovider.kubelet.k8s.io).
final class Provider {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration LIFE_OF_FAILURE = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();

  /// For what an answer counts besides the image that it was asked for: its `cacheKeyType`.
  private enum Reach {
    IMAGE,
    REGISTRY,
    GLOBAL;

    Key key(Provider provider, Reference reference) {
      String of =
          switch (this) {
            case IMAGE -> image(reference);
            case REGISTRY -> reference.registry();
            case GLOBAL -> "";
          };
      return new Key(provider.program.name(), this, of);
    }
  }

  private record Key(String provider, Reach reach, String of) {}

  private final Program program;
  private final String version;
  private final List<LoginPattern> images;
  private final Duration usualLife;
  private final Kept<Spoken> kept;

  Provider(
      Program program, String version, List<String> images, Duration usualLife, Kept<Spoken> kept) {
    this.program = program;
    this.version = version;
    this.images = images.stream().map(LoginPattern::parse).toList();
    this.usualLife = usualLife;
    this.kept = kept;
  }

  Logins loginsFor(Reference reference, Deadline deadline) {
    if (images.stream().noneMatch(pattern -> pattern.matches(reference))) {
      return Logins.NONE;
    }
    List<Key> keys = Arrays.stream(Reach.values()).map(r -> r.key(this, reference)).toList();
    return kept.get(keys, deadline, () -> ask(reference, deadline)).loginsFor(reference);
  }

  private Answer<Spoken> ask(Reference reference, Deadline deadline) {
    Duration left = deadline.remaining();
    Duration time = left.compareTo(LONGEST) < 0 ? left : LONGEST;
    return switch (program.ask(question(reference), time)) {
      case Program.Outcome.Failed(String why) -> failed(reference, why);
      case Program.Outcome.Ended(int status, byte[] output) ->
          status == 0
              ? answer(reference, output)
              : failed(reference, program.name() + " failed with status " + status);
    };
  }

  private byte[] question(Reference reference) {
    return JSON.createObjectNode()
        .put("apiVersion", version)
        .put("kind", "CredentialProviderRequest")
        .put("image", image(reference))
        .toString()
        .getBytes(UTF_8);
  }

  private Answer<Spoken> answer(Reference reference, byte[] output) {
    try {
      JsonNode said = JSON.readTree(output);
      Reach reach =
          switch (said.path("cacheKeyType").asText("")) {
            case "Image" -> Reach.IMAGE;
            case "Registry" -> Reach.REGISTRY;
            case "Global" -> Reach.GLOBAL;
            default -> null;
          };
      if (!said.path("kind").asText("").equals("CredentialProviderResponse") || reach == null) {
        return failed(reference, program.name() + " answers with no CredentialProviderResponse");
      }
      JsonNode life = said.path("cacheDuration");
      return new Answer<>(
          reach.key(this, reference),
          new Spoken(auths(said), List.of()),
          life.isTextual() ? GoDuration.parse(life.asText()) : usualLife);
    } catch (IOException | IllegalArgumentException _) {
      return failed(reference, program.name() + " answers with no CredentialProviderResponse");
    }
  }

  private static List<Spoken.Auth> auths(JsonNode said) {
    List<Spoken.Auth> auths = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : said.path("auth").properties()) {
      String user = each.getValue().path("username").asText("");
      String password = each.getValue().path("password").asText("");
      if (!user.isEmpty() && !password.isEmpty()) {
        LoginPattern pattern = LoginPattern.parse(each.getKey());
        auths.add(new Spoken.Auth(pattern, new Login(user, password)));
      }
    }
    return auths;
  }

  private Answer<Spoken> failed(Reference reference, String why) {
    return new Answer<>(Reach.IMAGE.key(this, reference), Spoken.unasked(why), LIFE_OF_FAILURE);
  }

  /// The image without tag and digest, as a kubelet names it.
  private static String image(Reference reference) {
    return reference.registry() + "/" + reference.repository();
  }
}
