package dev.plimsoll.operator.definition;

import dev.plimsoll.operator.definition.Definition.State;
import dev.plimsoll.rule.catalogue.Catalogue;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is known of the definitions in the cluster; a definition nobody could look at is not in
/// it.
public final class Definitions {
  private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);

  private final int catalogue;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Map<Definition, State> states = new EnumMap<>(Definition.class);

  public Definitions() {
    this(Integer.parseInt(Catalogue.VERSION));
  }

  /// `catalogue` is the version of what this operator judges by.
  Definitions(int catalogue) {
    this.catalogue = catalogue;
  }

  /// Definitions that stand so.
  public static Definitions standing(Map<Definition, State> states) {
    Definitions definitions = new Definitions();
    states.forEach(definitions::put);
    return definitions;
  }

  /// How a definition stands, where that is known.
  public synchronized Optional<State> of(Definition definition) {
    return Optional.ofNullable(states.get(definition));
  }

  /// How all that are known stand.
  public synchronized Map<Definition, State> all() {
    return Map.copyOf(states);
  }

  /// The same by the plurals of their kinds.
  Map<String, State> byPlural() {
    return all().entrySet().stream()
        .collect(Collectors.toMap(each -> each.getKey().plural(), Map.Entry::getValue));
  }

  /// Has `listener` run whenever one stands differently.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /// A definition is there, made for this version of the catalogue as it says.
  void found(Definition definition, @Nullable String version) {
    put(definition, stateOf(version));
  }

  /// A definition is not there.
  void missing(Definition definition) {
    put(definition, State.MISSING);
  }

  private void put(Definition definition, State state) {
    synchronized (this) {
      if (states.put(definition, state) == state) {
        return;
      }
    }
    switch (state) {
      case MISSING ->
          LOG.atError()
              .addKeyValue("definition", definition.resourceName())
              .log("Definition is missing; apply those of this release, it is waited for");
      case OLDER ->
          LOG.atWarn()
              .addKeyValue("definition", definition.resourceName())
              .addKeyValue("catalogue", catalogue)
              .log("Definition is older than this operator; apply those of this release");
      case NEWER, CURRENT ->
          LOG.atInfo()
              .addKeyValue("definition", definition.resourceName())
              .addKeyValue("newer", state == State.NEWER)
              .log("Definition is there");
    }
    listeners.forEach(Runnable::run);
  }

  /// One that does not say its version in a number is none of ours, or from before they did.
  private State stateOf(@Nullable String version) {
    if (version == null || !version.matches("\\d{1,9}")) {
      return State.OLDER;
    }
    int its = Integer.parseInt(version);
    return its == catalogue ? State.CURRENT : its < catalogue ? State.OLDER : State.NEWER;
  }
}
