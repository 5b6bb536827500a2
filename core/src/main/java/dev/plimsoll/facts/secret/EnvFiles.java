package dev.plimsoll.facts.secret;

import java.util.Set;

/// Files of variables that programs read at their start: `.env` and its kin.
final class EnvFiles {
  /// Written to be copied and filled in.
  private static final Set<String> PATTERNS_TO_COPY =
      Set.of("example", "sample", "template", "dist", "tpl", "defaults", "schema", "vault");

  private EnvFiles() {}

  static boolean isOne(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.equals(".env") || name.equals(".envrc")) {
      return true;
    }
    if (!name.startsWith(".env.") && !name.endsWith(".env")) {
      return false;
    }
    for (String part : name.split("\\.", -1)) {
      if (PATTERNS_TO_COPY.contains(part)) {
        return false;
      }
    }
    return true;
  }
}
