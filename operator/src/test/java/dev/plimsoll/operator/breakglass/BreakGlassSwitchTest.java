package dev.plimsoll.operator.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakGlassSwitchTest {
  private final BreakGlassSwitch breakGlass = new BreakGlassSwitch();
  private final List<String> turns = new ArrayList<>();

  @BeforeEach
  void listen() {
    breakGlass.onTurn(turn -> turns.add((turn.on() ? "on: " : "off: ") + turn.reason()));
  }

  @Test
  void isOffUntilTheConfigMapStands() {
    assertThat(breakGlass.reason()).isEmpty();
  }

  @Test
  void isOnWhileTheConfigMapStands() {
    breakGlass.onAdd(configMap("incident 7"));
    assertThat(breakGlass.reason()).contains("incident 7");

    breakGlass.onDelete(configMap("incident 7"), false);
    assertThat(breakGlass.reason()).isEmpty();
    assertThat(turns).containsExactly("on: incident 7", "off: incident 7");
  }

  @Test
  void needsNoReason() {
    breakGlass.onAdd(new ConfigMapBuilder().withNewMetadata().endMetadata().build());

    assertThat(breakGlass.reason()).contains("no reason given");
  }

  @Test
  void tellsOfAnotherReasonAndOfNothingElseThatChanges() {
    breakGlass.onAdd(configMap("incident 7"));
    breakGlass.onUpdate(configMap("incident 7"), configMap("incident 7"));
    breakGlass.onUpdate(configMap("incident 7"), configMap("incident 8\nand more"));

    assertThat(turns).containsExactly("on: incident 7", "on: incident 8");
  }

  @Test
  void boundsTheReason() {
    breakGlass.onAdd(configMap("x".repeat(5000)));

    assertThat(breakGlass.reason()).hasValueSatisfying(reason -> assertThat(reason).hasSize(200));
  }

  private static ConfigMap configMap(String reason) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .endMetadata()
        .addToData("reason", reason)
        .build();
  }
}
