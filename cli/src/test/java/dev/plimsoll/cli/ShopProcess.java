package dev.plimsoll.cli;

import dev.plimsoll.registry.ScriptedRegistry;
import java.io.IOException;

/// The shop's registry in a process of its own: writes its address on a line, and is there until
/// its standard input ends.
final class ShopProcess {
  private ShopProcess() {}

  public static void main(String[] arguments) throws IOException {
    try (ScriptedRegistry registry = Shop.open()) {
      System.out.println(registry.host());
      while (System.in.read() >= 0) {
        // Whoever started this is still there.
      }
    }
  }
}
