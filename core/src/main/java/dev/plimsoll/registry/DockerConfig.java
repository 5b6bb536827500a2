package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The logins of a docker `config.json` (what `docker login` writes, and what a Secret of type
/// `kubernetes.io/dockerconfigjson` holds): of its `credHelpers` or `credsStore`, then of its
/// `auths`, matched as a kubelet matches them; of those, the longest path comes first.
///
/// Helpers are programs: they are asked only where the config is the own one of whoever runs
/// Plimsoll, never where it came out of a Secret.
public final class DockerConfig implements Credentials {
  private static final JsonMapper JSON = new JsonMapper();

  /// Asks credential helpers.
  @FunctionalInterface
  public interface Helpers {
    /// The login that the helper with this name keeps for a server.
    Logins ask(String helper, String server, Deadline deadline);
  }

  private record Entry(LoginPattern pattern, Login login) {}

  private record Keeper(LoginPattern pattern, String name) {}

  private static final Helpers UNASKED =
      (helper, _, _) ->
          Logins.none(
              "the docker config leaves it to the credential helper "
                  + shown(helper)
                  + ", which is not asked here");

  private final List<Entry> entries;
  private final List<Keeper> named;
  private final String store;
  private final Helpers helpers;

  private DockerConfig(List<Entry> entries, List<Keeper> named, String store, Helpers helpers) {
    this.entries = List.copyOf(entries);
    this.named = List.copyOf(named);
    this.store = store;
    this.helpers = helpers;
  }

  /// Reads a `config.json` whose helpers are not asked; throws an `IllegalArgumentException` that
  /// says what is wrong with it and quotes nothing of it but a key.
  public static DockerConfig parse(byte[] json) {
    return parse(json, UNASKED);
  }

  /// The same, whose helpers are asked.
  public static DockerConfig parse(byte[] json, Helpers helpers) {
    JsonNode root = tree(json);
    List<Keeper> named = new ArrayList<>();
    for (Map.Entry<String, JsonNode> helper : root.path("credHelpers").properties()) {
      named.add(new Keeper(LoginPattern.parse(helper.getKey()), helper.getValue().asText("")));
    }
    return new DockerConfig(
        entries(root.path("auths")), named, root.path("credsStore").asText(""), helpers);
  }

  /// Reads the older form, `.dockercfg`, which is what newer ones have under `auths`.
  public static DockerConfig parseOld(byte[] json) {
    return new DockerConfig(entries(tree(json)), List.of(), "", UNASKED);
  }

  private static List<Entry> entries(JsonNode auths) {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : auths.properties()) {
      login(each.getKey(), each.getValue())
          .ifPresent(login -> entries.add(new Entry(LoginPattern.parse(each.getKey()), login)));
    }
    entries.sort(
        Comparator.comparingInt((Entry entry) -> entry.pattern.path().length()).reversed());
    return entries;
  }

  private static JsonNode tree(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root.isObject()) {
        return root;
      }
    } catch (IOException _) {
      // Said below, without what it quotes.
    }
    throw new IllegalArgumentException("the docker config is no JSON; write it by docker login");
  }

  private static Optional<Login> login(String key, JsonNode auth) {
    String token = auth.path("identitytoken").asText("");
    if (!token.isEmpty()) {
      return Optional.of(Login.identityToken(token));
    }
    String user = auth.path("username").asText("");
    String password = auth.path("password").asText("");
    String pair = auth.path("auth").asText("");
    if (!pair.isEmpty()) {
      String decoded = decoded(pair, key);
      user = decoded.substring(0, decoded.indexOf(':'));
      password = decoded.substring(decoded.indexOf(':') + 1);
    }
    return user.isEmpty() || password.isEmpty()
        ? Optional.empty()
        : Optional.of(new Login(user, password));
  }

  /// `user:password`; docker pads the password with zero bytes at times.
  private static String decoded(String pair, String key) {
    try {
      String decoded = new String(Base64.getMimeDecoder().decode(pair), UTF_8);
      if (decoded.indexOf(':') > 0) {
        return decoded.replaceFirst("\0+$", "");
      }
    } catch (IllegalArgumentException _) {
      // Said below, without what it quotes.
    }
    throw new IllegalArgumentException(
        "in the docker config, auth of \"" + key + "\" is not the Base64 of user:password");
  }

  @Override
  public Logins loginsFor(Reference reference, Deadline deadline) {
    Logins written =
        new Logins(
            entries.stream()
                .filter(entry -> entry.pattern.matches(reference))
                .map(Entry::login)
                .distinct()
                .toList(),
            List.of());
    String helper =
        named.stream()
            .filter(each -> each.pattern.matches(reference))
            .map(Keeper::name)
            .findFirst()
            .orElse(store);
    if (helper.isEmpty()) {
      return written;
    }
    return helpers.ask(helper, server(reference.registry()), deadline).and(written);
  }

  /// What docker calls a registry when it talks to its helpers.
  private static String server(String registry) {
    return registry.equals("docker.io") ? "https://index.docker.io/v1/" : registry;
  }

  private static String shown(String helper) {
    return helper.matches("[\\w.-]{1,60}") ? helper : "(whose name is none)";
  }
}
