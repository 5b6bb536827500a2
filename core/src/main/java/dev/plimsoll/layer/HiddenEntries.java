package dev.plimsoll.layer;

import org.jspecify.annotations.Nullable;

/// Which entries of all layers are hidden, by which layer and how: three bytes each.
final class HiddenEntries {
  private static final Hiding[] HOWS = Hiding.values();

  private final short[] layers;
  private final byte[] hows;

  HiddenEntries(int entries) {
    layers = new short[entries];
    hows = new byte[entries];
  }

  /// Hides an entry; `layer` counts from 1.
  @SuppressWarnings("EnumOrdinal") // kept in memory only
  void hide(int entry, int layer, Hiding how) {
    layers[entry] = (short) layer;
    hows[entry] = (byte) how.ordinal();
  }

  /// The layer that hides an entry; 0 where none does.
  int layer(int entry) {
    return layers[entry];
  }

  @Nullable Hiding how(int entry) {
    return layers[entry] == 0 ? null : HOWS[hows[entry]];
  }
}
