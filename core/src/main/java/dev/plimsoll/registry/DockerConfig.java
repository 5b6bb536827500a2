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
import java.util.Locale;
import java.util.Map;

/// The logins of a docker `config.json` (what `docker login` writes, and what a Secret of type
/// `kubernetes.io/dockerconfigjson` holds): its `auths`, matched as a kubelet matches them.
///
/// A key is a host, with port and path where it has them, and `*` for any one label of the host;
/// the longest path wins. Credential helpers and stores are not asked.
public final class DockerConfig implements Credentials {
  private static final JsonMapper JSON = new JsonMapper();

  private record Entry(String host, String path, Login login) {}

  private final List<Entry> entries;

  private DockerConfig(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /// Reads a `config.json`; throws an `IllegalArgumentException` that says what is wrong with it
  /// and quotes nothing of it but a key.
  public static DockerConfig parse(byte[] json) {
    JsonNode root = tree(json);
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> auth : root.path("auths").properties()) {
      entry(auth.getKey(), auth.getValue(), entries);
    }
    entries.sort(Comparator.comparingInt((Entry entry) -> entry.path.length()).reversed());
    return new DockerConfig(entries);
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

  private static void entry(String key, JsonNode auth, List<Entry> entries) {
    String place = key.replaceFirst("^https?://", "");
    int slash = place.indexOf('/');
    String host = (slash < 0 ? place : place.substring(0, slash)).toLowerCase(Locale.ROOT);
    String path = slash < 0 ? "" : place.substring(slash).replaceFirst("/+$", "");
    if (path.equals("/v1") || path.equals("/v2")) {
      path = "";
    }
    if (host.equals("index.docker.io") || host.equals("registry-1.docker.io")) {
      host = "docker.io";
    }
    String user = auth.path("username").asText("");
    String password = auth.path("password").asText("");
    String pair = auth.path("auth").asText("");
    if (!pair.isEmpty()) {
      String decoded = decoded(pair, key);
      user = decoded.substring(0, decoded.indexOf(':'));
      password = decoded.substring(decoded.indexOf(':') + 1);
    }
    if (!user.isEmpty() && !password.isEmpty()) {
      entries.add(new Entry(host, path, new Login(user, password)));
    }
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
    String path = "/" + reference.repository() + "/";
    List<Login> logins =
        entries.stream()
            .filter(entry -> isHost(entry.host, reference.registry()))
            .filter(entry -> path.startsWith(entry.path + "/"))
            .map(Entry::login)
            .distinct()
            .toList();
    return new Logins(logins, List.of());
  }

  /// Label by label, so that `*.example.com` is one label and no more.
  private static boolean isHost(String pattern, String host) {
    String[] patterns = pattern.split("\\.", -1);
    String[] labels = host.split("\\.", -1);
    boolean same = patterns.length == labels.length;
    for (int i = 0; same && i < labels.length; i++) {
      same = patterns[i].equals("*") ? !labels[i].contains(":") : patterns[i].equals(labels[i]);
    }
    return same;
  }
}
