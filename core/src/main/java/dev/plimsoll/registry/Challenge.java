package dev.plimsoll.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a registry wants to be authenticated to, from `WWW-Authenticate` (RFC 9110 §11.6.1; the
/// distribution specification's token authentication). Scheme and names are in lower case.
record Challenge(String scheme, Map<String, String> parameters) {
  /// A parameter `name=value` or `name="value"`, or else the scheme that begins a challenge.
  private static final Pattern PART =
      Pattern.compile(
          "\\G[\\s,]*(?:([!#$%&'*+.^_`|~\\w-]+)\\s*=\\s*"
              + "(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]*+))"
              + "|([!#$%&'*+.^_`|~\\w-]+)(?=[\\s,]|$))");

  /// More than any registry sends; what follows is not looked at.
  private static final int LONGEST = 8192;

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /// All challenges of an answer; what cannot be understood is passed over.
  static List<Challenge> parse(List<String> headers) {
    List<Challenge> challenges = new ArrayList<>();
    for (String header : headers) {
      Matcher part = PART.matcher(header.substring(0, Math.min(LONGEST, header.length())));
      String scheme = null;
      Map<String, String> parameters = new TreeMap<>();
      while (part.find()) {
        if (part.group(4) == null) {
          parameters.putIfAbsent(part.group(1).toLowerCase(Locale.ROOT), value(part));
          continue;
        }
        if (scheme != null) {
          challenges.add(new Challenge(scheme, parameters));
        }
        scheme = part.group(4).toLowerCase(Locale.ROOT);
        parameters = new TreeMap<>();
      }
      if (scheme != null) {
        challenges.add(new Challenge(scheme, parameters));
      }
    }
    return challenges;
  }

  private static String value(Matcher part) {
    String quoted = part.group(2);
    return quoted == null ? part.group(3) : quoted.replaceAll("\\\\(.)", "$1");
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /// The same without the scope, which belongs to one repository.
  Challenge ofTheWholeRegistry() {
    Map<String, String> rest = new TreeMap<>(parameters);
    rest.remove("scope");
    return new Challenge(scheme, rest);
  }
}
