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
  static final Path CLUSTER = Path.of("src/test/resources/clusterimagepolicies");
  static final Path EXEMPTIONS = Path.of("src/test/resources/imageexemptions");

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
    return read(file, ImagePolicy.class);
  }

  static <T> T read(Path file, Class<T> type) {
    try {
      return SERIALIZATION.unmarshal(Files.readString(file), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ImagePolicy yaml(String text) {
    return SERIALIZATION.unmarshal(text, ImagePolicy.class);
  }

  static ClusterImagePolicy clusterPolicyWith(String spec) {
    return SERIALIZATION.unmarshal(
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ClusterImagePolicy
        metadata: {name: load-line}
        spec:
        """
            + spec.indent(2),
        ClusterImagePolicy.class);
  }

  /// An exemption `shop/legacy` with this spec, given as YAML without indent.
  static ImageExemption exemptionWith(String spec) {
    return SERIALIZATION.unmarshal(
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImageExemption
        metadata: {name: legacy, namespace: shop}
        spec:
        """
            + spec.indent(2),
        ImageExemption.class);
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
