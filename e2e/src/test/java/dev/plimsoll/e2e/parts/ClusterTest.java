package dev.plimsoll.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTest {

  @Test
  void withoutArgumentsThereIsOneNode() {
    assertThat(Cluster.settings(List.of()).nodes()).containsExactly(new FakeNodes(1, "amd64"));
  }

  @Test
  void eachArgumentIsSoManyNodesOfAnArchitecture() {
    assertThat(Cluster.settings(List.of("3xamd64", "1×arm64")).nodes())
        .containsExactly(new FakeNodes(3, "amd64"), new FakeNodes(1, "arm64"));
  }

  @Test
  void otherArgumentsAreRefusedWithTheUsage() {
    assertThatThrownBy(() -> Cluster.settings(List.of("0xamd64")))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("`0xamd64` is not understood")
        .hasMessageContaining("3xamd64");
  }
}
