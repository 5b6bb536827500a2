package dev.plimsoll.operator.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.registry.Credentials;
import dev.plimsoll.registry.Credentials.Logins;
import dev.plimsoll.registry.DockerConfig;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a Secret opens, or one sentence on why it opens nothing: then `fault` is not empty.
/// `weight` is how many bytes it holds.
record PullSecret(Credentials credentials, String fault, int weight) {
  private static final String JSON_TYPE = "kubernetes.io/dockerconfigjson";
  private static final String OLD_TYPE = "kubernetes.io/dockercfg";

  static PullSecret broken(String fault) {
    return new PullSecret((_, _) -> Logins.none(fault), fault, fault.length());
  }

  /// Reads a Secret; `title` names it for people.
  static PullSecret of(String title, @Nullable Secret secret) {
    if (secret == null) {
      return broken(title + " does not exist; create it, or take its name out of imagePullSecrets");
    }
    String type = secret.getType() == null ? "Opaque" : secret.getType();
    return switch (type) {
      case JSON_TYPE -> read(title, secret, ".dockerconfigjson", DockerConfig::parse);
      case OLD_TYPE -> read(title, secret, ".dockercfg", DockerConfig::parseOld);
      default ->
          broken(
              "%s is of type %s, which is none for pulling images; create it by kubectl create secret docker-registry"
                  .formatted(title, shown(type)));
    };
  }

  private interface Reading {
    DockerConfig parse(byte[] json);
  }

  private static PullSecret read(String title, Secret secret, String key, Reading reading) {
    Map<String, String> data = secret.getData();
    String encoded = data == null ? null : data.get(key);
    if (encoded == null) {
      return broken("%s has no %s; create it anew".formatted(title, key));
    }
    try {
      byte[] json = Base64.getDecoder().decode(encoded.getBytes(UTF_8));
      return new PullSecret(reading.parse(json), "", json.length);
    } catch (IllegalArgumentException e) {
      return broken("%s cannot be used: %s".formatted(title, e.getMessage()));
    }
  }

  private static String shown(String type) {
    return type.matches("[\\w./-]{1,100}") ? type : "(unknown)";
  }
}
