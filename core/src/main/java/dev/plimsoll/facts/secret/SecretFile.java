package dev.plimsoll.facts.secret;

import dev.plimsoll.packages.PackageName;
import org.jspecify.annotations.Nullable;

/// A file of a layer with a secret in it. `hiddenIn` is the later layer that hides the file, 0
/// where the final tree has it: whoever pulls the image has the secret either way.
public record SecretFile(
    Secret secret, String path, int layer, int hiddenIn, @Nullable PackageName owner) {

  public boolean present() {
    return hiddenIn == 0;
  }
}
