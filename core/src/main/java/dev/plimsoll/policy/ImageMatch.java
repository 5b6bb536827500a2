package dev.plimsoll.policy;

import dev.plimsoll.reference.Reference;
import java.util.List;
import java.util.regex.Pattern;

/// Which images a policy is about, as globs over `registry/repository`, with the registry defaulted
/// as in a reference: `*` stays within one path segment, `**` crosses them. No glob means every
/// image.
public record ImageMatch(List<String> globs) {
  public static final ImageMatch EVERYTHING = new ImageMatch(List.of());

  public ImageMatch {
    globs = List.copyOf(globs);
  }

  public boolean covers(Reference reference) {
    String name = reference.registry() + "/" + reference.repository();
    return globs.isEmpty()
        || globs.stream().anyMatch(glob -> pattern(glob).matcher(name).matches());
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(glob);
  }
}
