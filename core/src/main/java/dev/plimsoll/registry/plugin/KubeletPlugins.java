package dev.plimsoll.registry.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The kubelet's credential provider plugins, set up by the same two things as there: a
/// `CredentialProviderConfig` (kubelet.config.k8s.io/v1) and a directory with the programs.
///
/// Every provider whose `matchImages` match is asked, in order. What one says is kept as long as
/// it says, for the image, the registry or everything, as it says too.
public final class KubeletPlugins implements Credentials {
  private static final JsonMapper JSON = new JsonMapper();

  private final List<Provider> providers;

  private KubeletPlugins(List<Provider> providers) {
    this.providers = List.copyOf(providers);
  }

  /// Reads a `CredentialProviderConfig` in JSON; throws an `IllegalArgumentException` that says
  /// what is wrong with it.
  public static KubeletPlugins parse(byte[] json, Path directory) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException _) {
      throw new IllegalArgumentException("it is no CredentialProviderConfig");
    }
    String version = root.path("apiVersion").asText("");
    if (!root.path("kind").asText("").equals("CredentialProviderConfig")
        || !version.startsWith("kubelet.config.k8s.io/")) {
      throw new IllegalArgumentException(
          "it is no CredentialProviderConfig of kubelet.config.k8s.io");
    }
    Kept<Spoken> kept = new Kept<>(Spoken::unasked);
    List<Provider> providers = new ArrayList<>();
    for (JsonNode each : root.path("providers")) {
      providers.add(provider(each, directory, kept));
    }
    if (providers.isEmpty()) {
      throw new IllegalArgumentException("it names no providers");
    }
    return new KubeletPlugins(providers);
  }

  private static Provider provider(JsonNode json, Path directory, Kept<Spoken> kept) {
    String name = json.path("name").asText("");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,252}")) {
      throw new IllegalArgumentException(
          "a provider has a name that is no file's: letters, digits, '.', '_' and '-' are");
    }
    String version = json.path("apiVersion").asText("");
    if (!version.matches("credentialprovider\\.kubelet\\.k8s\\.io/v1((alpha|beta)1)?")) {
      throw new IllegalArgumentException(
          "provider "
              + name
              + " has an apiVersion other than credentialprovider.kubelet.k8s.io/v1");
    }
    if (json.hasNonNull("tokenAttributes")) {
      throw new IllegalArgumentException(
          "provider "
              + name
              + " wants service account tokens of Pods (tokenAttributes), which a kubelet alone"
              + " gives; configure it without");
    }
    List<String> patterns = texts(json.path("matchImages"));
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException("provider " + name + " has no matchImages");
    }
    Map<String, String> environment = new HashMap<>();
    for (JsonNode variable : json.path("env")) {
      environment.put(variable.path("name").asText(""), variable.path("value").asText(""));
    }
    Program program =
        new Program(
            "the credential provider " + name,
            directory.resolve(name),
            texts(json.path("args")),
            environment);
    return new Provider(program, version, patterns, life(name, json), kept);
  }

  private static Duration life(String name, JsonNode json) {
    String text = json.path("defaultCacheDuration").asText("");
    try {
      return GoDuration.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "provider " + name + " has a defaultCacheDuration that is none; write for example 12h",
          e);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText("")));
    return texts;
  }

  @Override
  public Logins loginsFor(Reference reference, Deadline deadline) {
    Logins found = Logins.NONE;
    for (Provider provider : providers) {
      found = found.and(provider.loginsFor(reference, deadline));
    }
    return found;
  }
}
