package dev.plimsoll.api.v1alpha1;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The policies that the API server is tried with, read as a client reads them.
final class Corpus {
  static final Path DIRECTORY = Path.of("src/test/resources/imagepolicies");

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Corpus() {}

  static List<Path> files(String prefix) {
    return files(DIRECTORY, prefix);
  }

  static List<Path> files(Path directory, String prefix) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ImagePolicy policy(Path file) {
    try {
      return yaml(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ImagePolicy yaml(String text) {
    return SERIALIZATION.unmarshal(text, ImagePolicy.class);
  }

  /// A policy `shop/load-line` with this spec, given as YAML without indent.
  static ImagePolicy policyWith(String spec) {
    return yaml(
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImagePolicy
        metadata: {name: load-line, namespace: shop}
        spec:
        """
            + spec.indent(2));
  }
}
