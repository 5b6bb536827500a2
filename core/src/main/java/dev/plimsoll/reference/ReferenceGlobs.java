package dev.plimsoll.reference;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Globs over `registry/repository`, and over what is tagged there.
///
/// `*` stays within one path segment, `**` crosses them, all else is literal. The registry is
/// defaulted and written as in a reference: a first segment without `.`, `:`, `*` and upper-case
/// letters, other than `localhost`, is a Docker Hub repository, and case is nothing in a
/// registry. A glob may name a tag after the last `:`.
public final class ReferenceGlobs {
  private final List<Pattern> patterns;

  public ReferenceGlobs(List<String> globs) {
    this.patterns = globs.stream().map(ReferenceGlobs::pattern).toList();
  }

  /// Whether one of the globs is about this reference; none is where there is no glob.
  public boolean cover(Reference reference) {
    String name = reference.registry() + "/" + reference.repository();
    String tag = reference.tag();
    String tagged = tag == null ? name : name + ":" + tag;
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

  /// A `*` may stand for a namespace as well as for a registry.
  private static String canonical(String registry) {
    return registry.contains("*")
        ? registry.toLowerCase(Locale.ROOT)
        : Grammar.canonicalRegistry(registry);
  }

  private static String withRegistry(String glob) {
    int slash = glob.indexOf('/');
    String first = slash < 0 ? glob : glob.substring(0, slash);
    boolean isRegistry = slash >= 0 && (Grammar.isRegistry(first) || first.contains("*"));
    if (isRegistry && !glob.startsWith("**")) {
      return canonical(first) + glob.substring(slash);
    }
    if (glob.startsWith("**")) {
      return glob;
    }
    return slash < 0 ? "docker.io/library/" + glob : "docker.io/" + glob;
  }
}
