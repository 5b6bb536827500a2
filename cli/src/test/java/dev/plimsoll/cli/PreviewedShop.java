package dev.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.cli.Trial.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/// A cluster that runs the shop's images, to preview what policies would do there.
class PreviewedShop extends ShopTrial {
  static final String AUDIT =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: load-line, namespace: shop}
      spec:
        enforcement: Audit
        rules: {user: {rootUser: {}}, buildTools: {compiler: {enforcement: Warn}}}
      """;

  TestCluster cluster;

  @BeforeEach
  void gather() {
    cluster = new TestCluster(registry, directory).with(TestCluster.NAMESPACES);
  }

  Outcome preview(String... options) {
    List<String> line = new ArrayList<>(List.of("preview"));
    line.addAll(List.of(options));
    return trial().cluster(cluster).run(line.toArray(String[]::new));
  }

  JsonNode json(String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of("-o", "json"));
    line.addAll(List.of(options));
    return new JsonMapper().readTree(preview(line.toArray(String[]::new)).out());
  }
}
