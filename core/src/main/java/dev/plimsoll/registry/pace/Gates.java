package dev.plimsoll.registry.pace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// The gates of the hosts asked lately; the one not asked for longest makes room for a new one.
public final class Gates {
  private static final int HOSTS = 500;

  private final Pace pace;
  private final LongSupplier nanoClock;
  private final Map<String, Gate> gates =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Gate> eldest) {
          return size() > HOSTS;
        }
      };

  /// As time passes by this clock.
  public Gates(Pace pace, LongSupplier nanoClock) {
    this.pace = pace;
    this.nanoClock = nanoClock;
  }

  /// The gate of a host and port.
  public Gate of(String host) {
    synchronized (gates) {
      return gates.computeIfAbsent(host, _ -> new Gate(pace, nanoClock));
    }
  }

  int size() {
    synchronized (gates) {
      return gates.size();
    }
  }
}
