package dev.plimsoll.e2e.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import dev.plimsoll.e2e.installation.OperatorProgram;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// An image's files in a directory, from which its program is started much as a container would
/// be: with that directory as its root, read-only but for `/tmp`, as the image's user, with the
/// image's entrypoint, and with the files of a service account. Needs root.
///
/// @param config the image's config
/// @param settings variables that a Deployment would set
public record UnpackedImage(Path root, JsonNode config, Map<String, String> settings)
    implements OperatorProgram {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Unpacks the image that a layout has under this name.
  public static UnpackedImage of(Path layout, String name, Path root) {
    JsonNode manifest = blob(layout, named(layout, name).path("digest").asText());
    for (JsonNode layer : manifest.path("layers")) {
      unpack(path(layout, layer.path("digest").asText()), folder(root));
    }
    return new UnpackedImage(
        root, blob(layout, manifest.path("config").path("digest").asText()), Map.of());
  }

  private static void unpack(Path layer, Path root) {
    List<String> tar =
        List.of(
            "tar", "--extract", "--preserve-permissions", "--numeric-owner", "--directory=" + root);
    try (InputStream plain = new ZstdInputStream(Files.newInputStream(layer))) {
      Command.feed(tar, plain);
    } catch (IOException e) {
      throw new PartsException("Cannot read " + layer + ": " + e.getMessage(), e);
    }
  }

  public UnpackedImage with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(variable, value);
    return new UnpackedImage(root, config, more);
  }

  /// The image's user, as its config has it.
  public String user() {
    return config.path("config").path("User").asText();
  }

  @Override
  public Start start(Path kubeconfig, Map<String, String> properties) {
    Config client = Config.fromKubeconfig(kubeconfig.toFile());
    Path account = account(kubeconfig.resolveSibling("account"), client);
    Map<String, String> environment = new TreeMap<>(settings);
    for (JsonNode variable : config.path("config").path("Env")) {
      String[] parts = variable.asText().split("=", 2);
      environment.putIfAbsent(parts[0], parts[1]);
    }
    URI server = URI.create(client.getMasterUrl());
    environment.put("KUBERNETES_SERVICE_HOST", server.getHost());
    environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(server.getPort()));
    properties.forEach((name, value) -> environment.put(variable(name), value));
    return new Start(contained(account, environment, entrypoint()), Map.of());
  }

  /// A copy, as a ConfigMap that is mounted: read by all that start from these files.
  @Override
  public String visible(Path file) {
    try {
      Path copy = Files.createTempFile(folder(work()), "", "-" + file.getFileName());
      Files.write(copy, Files.readAllBytes(file));
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
      return "/training/" + copy.getFileName();
    } catch (IOException e) {
      throw new PartsException("Cannot copy " + file + ": " + e.getMessage(), e);
    }
  }

  /// The image's entrypoint, as its config has it.
  public List<String> entrypoint() {
    List<String> words = new ArrayList<>();
    config.path("config").path("Entrypoint").forEach(word -> words.add(word.asText()));
    return words;
  }

  /// A command that runs `program` in the image's files. Nothing of this process's environment goes
  /// along but the path to the tools that enclose it.
  List<String> contained(Path account, Map<String, String> environment, List<String> program) {
    List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=" + System.getenv("PATH")));
    environment.forEach(
        (name, value) -> {
          if (!name.equals("PATH")) { // entrypoints are absolute, the tools are not
            command.add(name + "=" + value);
          }
        });
    command.add(SourceTree.root().resolve("e2e/packaging/contain.sh").toString());
    command.addAll(List.of(root.toString(), account.toString(), user(), folder(work()).toString()));
    command.addAll(program);
    return command;
  }

  /// What the program sees as `/training`, the one folder beside `/tmp` that it can write.
  Path work() {
    return root.resolveSibling(root.getFileName() + ".work");
  }

  /// How MicroProfile Config names the variable of a property.
  private static String variable(String property) {
    return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private static Path account(Path folder, Config client) {
    try {
      folder(folder);
      Files.write(folder.resolve("ca.crt"), Base64.getDecoder().decode(client.getCaCertData()));
      String given = client.getOauthToken();
      Files.writeString(
          folder.resolve("token"), given == null ? client.getAutoOAuthToken() : given);
      return folder;
    } catch (IOException e) {
      throw new PartsException("Cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  private static JsonNode named(Path layout, String name) {
    for (JsonNode manifest : read(layout.resolve("index.json")).path("manifests")) {
      if (manifest.at("/annotations/org.opencontainers.image.ref.name").asText().equals(name)) {
        return manifest;
      }
    }
    throw new PartsException(layout + " has no image " + name + ".");
  }

  private static JsonNode blob(Path layout, String digest) {
    return read(path(layout, digest));
  }

  private static Path path(Path layout, String digest) {
    return layout.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new PartsException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Path folder(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new PartsException("Cannot make " + path + ": " + e.getMessage(), e);
    }
  }
}
