package dev.plimsoll.e2e.parts;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.List;
import java.util.stream.IntStream;

/// So many nodes of one CPU architecture (as in an image's platform: `amd64`, `arm64`), which kwok
/// plays.
public record FakeNodes(int count, String architecture) {
  public FakeNodes {
    if (count < 1 || architecture.isBlank()) {
      throw new IllegalArgumentException("at least one node, of a named architecture");
    }
  }

  List<Node> nodes() {
    return IntStream.range(0, count).mapToObj(this::node).toList();
  }

  private Node node(int index) {
    var name = "fake-%s-%d".formatted(architecture, index);
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("kubernetes.io/hostname", name)
        .addToLabels("kubernetes.io/arch", architecture)
        .addToLabels("kubernetes.io/os", "linux")
        .endMetadata()
        .build();
  }
}
