package dev.plimsoll.policy;

import dev.plimsoll.reference.Reference;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which images a policy is about, as globs over `registry/repository`.
///
/// `*` stays within one path segment, `**` crosses them, all else is literal. The registry is
/// defaulted as in a reference: a first segment without `.`, `:` or `*`, other than `localhost`,
/// is a Docker Hub repository. A glob may name a tag after the last `:`. No glob means every
/// image.
public final class ImageMatch {
  public static final ImageMatch EVERYTHING = new ImageMatch(List.of());

  private final List<String> globs;
  private final List<Pattern> patterns;

  public ImageMatch(List<String> globs) {
    this.globs = List.copyOf(globs);
    this.patterns = this.globs.stream().map(ImageMatch::pattern).toList();
  }

  public List<String> globs() {
    return globs;
  }

  public boolean covers(Reference reference) {
    if (patterns.isEmpty()) {
      return true;
    }
    String name = reference.registry() + "/" + reference.repository();
    String tagged = name + ":" + reference.tag();
    return patterns.stream()
        .anyMatch(p -> p.matcher(name).matches() || p.matcher(tagged).matches());
  }

  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    String full = withRegistry(glob);
    for (int i = 0; i < full.length(); i++) {
      char c = full.charAt(i);
      if (c == '*' && i + 1 < full.length() && full.charAt(i + 1) == '*') {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/:]*");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }

  private static String withRegistry(String glob) {
    int slash = glob.indexOf('/');
    String first = slash < 0 ? glob : glob.substring(0, slash);
    boolean isRegistry =
        slash >= 0
            && (first.equals("localhost")
                || first.contains(".")
                || first.contains(":")
                || first.contains("*"));
    if (isRegistry || glob.startsWith("**")) {
      return glob;
    }
    return slash < 0 ? "docker.io/library/" + glob : "docker.io/" + glob;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageMatch match && globs.equals(match.globs);
  }

  @Override
  public int hashCode() {
    return globs.hashCode();
  }

  @Override
  public String toString() {
    return globs.isEmpty() ? "every image" : String.join(", ", globs);
  }
}
