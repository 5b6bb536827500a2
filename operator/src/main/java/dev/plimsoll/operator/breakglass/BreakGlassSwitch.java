package dev.plimsoll.operator.breakglass;

import dev.plimsoll.image.Ellipsis;
import dev.plimsoll.operator.admission.BreakGlass;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether break-glass is on, as the ConfigMap says that stands for it; fed by an informer.
public final class BreakGlassSwitch implements BreakGlass, ResourceEventHandler<ConfigMap> {
  private static final Logger LOG = LoggerFactory.getLogger(BreakGlassSwitch.class);
  private static final String NO_REASON = "no reason given";
  private static final int LONGEST_REASON = 200;

  private final List<Consumer<Turn>> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Turn on;

  /// The switch was found on, or off, with the ConfigMap that says so or said so last.
  record Turn(boolean on, String reason, ConfigMap by) {}

  @Override
  public Optional<String> reason() {
    return found().map(Turn::reason);
  }

  /// How the switch was turned on, where it is.
  Optional<Turn> found() {
    return Optional.ofNullable(on);
  }

  /// Has `listener` run whenever the switch is turned.
  void onTurn(Consumer<Turn> listener) {
    listeners.add(listener);
  }

  @Override
  public void onAdd(ConfigMap present) {
    turn(new Turn(true, reasonIn(present), present));
  }

  @Override
  public void onUpdate(ConfigMap former, ConfigMap present) {
    if (!reason().equals(Optional.of(reasonIn(present)))) {
      turn(new Turn(true, reasonIn(present), present));
    }
  }

  @Override
  public void onDelete(ConfigMap former, boolean finalStateUnknown) {
    turn(new Turn(false, reasonIn(former), former));
  }

  private void turn(Turn turn) {
    on = turn.on() ? turn : null;
    LOG.atWarn()
        .addKeyValue("on", turn.on())
        .addKeyValue("reason", turn.reason())
        .log("Break-glass was turned");
    listeners.forEach(listener -> listener.accept(turn));
  }

  private static String reasonIn(ConfigMap switched) {
    Map<String, String> data = switched.getData();
    String given = data == null ? "" : data.getOrDefault("reason", "").strip();
    String line = given.lines().findFirst().orElse(NO_REASON);
    return Ellipsis.cut(line, LONGEST_REASON);
  }
}
