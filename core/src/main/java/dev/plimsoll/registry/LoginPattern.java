package dev.plimsoll.registry;

import dev.plimsoll.reference.Reference;
import java.util.Locale;

/// Which repositories a login is for, as a kubelet reads it in `auths`, `credHelpers` and
/// `matchImages`: a host, with port and path where it has them. In a label of the host, `*`
/// stands for any letters and `?` for one; a label stays a label, and a path that ends within a
/// repository's name opens nothing.
public record LoginPattern(String host, String path) {

  /// Reads a pattern; a scheme before it and the `/v1/` of docker's old names count for nothing.
  public static LoginPattern parse(String text) {
    String place = text.replaceFirst("^https?://", "");
    int slash = place.indexOf('/');
    String host = (slash < 0 ? place : place.substring(0, slash)).toLowerCase(Locale.ROOT);
    String path = slash < 0 ? "" : place.substring(slash).replaceFirst("/+$", "");
    if (path.equals("/v1") || path.equals("/v2")) {
      path = "";
    }
    if (host.equals("index.docker.io") || host.equals("registry-1.docker.io")) {
      host = "docker.io";
    }
    return new LoginPattern(host, path);
  }

  public boolean matches(Reference reference) {
    return isHost(reference.registry())
        && ("/" + reference.repository() + "/").startsWith(path + "/");
  }

  /// Label by label, the port with the last one.
  private boolean isHost(String registry) {
    String[] patterns = host.split("\\.", -1);
    String[] labels = registry.split("\\.", -1);
    boolean same = patterns.length == labels.length;
    for (int i = 0; same && i < labels.length; i++) {
      same = isLabel(patterns[i], labels[i]);
    }
    return same;
  }

  /// Goes back to the last `*` alone, so that no pattern takes long.
  private static boolean isLabel(String pattern, String label) {
    int at = 0;
    int star = -1;
    int resume = 0;
    int i = 0;
    while (i < label.length()) {
      char expected = at < pattern.length() ? pattern.charAt(at) : 0;
      char actual = label.charAt(i);
      if (expected == '*') {
        star = at++;
        resume = i;
      } else if (expected == actual || (expected == '?' && actual != ':')) {
        at++;
        i++;
      } else if (star >= 0 && label.charAt(resume) != ':') {
        at = star + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}
