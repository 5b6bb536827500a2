package dev.plimsoll.cli;

import dev.plimsoll.cli.Trial.Outcome;
import dev.plimsoll.registry.ScriptedRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The shop's registry and a directory, new for each test, to try the command line with.
class ShopTrial {
  static final String WEB = "reg.dev.example/shop/web:1.4";
  static final String CORRECTED = "reg.dev.example/shop/web:1.5";
  static final String GONE = "reg.dev.example/shop/gone:1";

  @TempDir Path directory;
  ScriptedRegistry registry;

  @BeforeEach
  void open() {
    registry = Shop.open();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  Outcome run(String... arguments) {
    return trial().run(arguments);
  }

  Trial trial() {
    return new Trial(registry, directory);
  }
}
