package dev.plimsoll.packages.version;

import java.util.Comparator;

/// Debian's order (deb-version(7)): epoch, upstream version, revision; `~` comes before all
/// else, even before the end.
final class DpkgOrder implements Comparator<String> {
  @Override
  public int compare(String one, String other) {
    Parts left = Parts.of(one);
    Parts right = Parts.of(other);
    int epoch = Numbers.compare(left.epoch, right.epoch);
    if (epoch != 0) {
      return epoch;
    }
    int upstream = compareParts(left.upstream, right.upstream);
    return upstream != 0 ? upstream : compareParts(left.revision, right.revision);
  }

  private record Parts(String epoch, String upstream, String revision) {
    static Parts of(String version) {
      int colon = version.indexOf(':');
      boolean withEpoch = colon > 0 && Numbers.isNumber(version.substring(0, colon));
      String rest = withEpoch ? version.substring(colon + 1) : version;
      int dash = rest.lastIndexOf('-');
      return new Parts(
          withEpoch ? version.substring(0, colon) : "",
          dash < 0 ? rest : rest.substring(0, dash),
          dash < 0 ? "" : rest.substring(dash + 1));
    }
  }

  private static int compareParts(String one, String other) {
    int left = 0;
    int right = 0;
    while (left < one.length() || right < other.length()) {
      while (isWord(one, left) || isWord(other, right)) {
        int order = Integer.compare(rank(one, left), rank(other, right));
        if (order != 0) {
          return order;
        }
        left++;
        right++;
      }
      int leftEnd = Numbers.end(one, left);
      int rightEnd = Numbers.end(other, right);
      int order = Numbers.compare(one.substring(left, leftEnd), other.substring(right, rightEnd));
      if (order != 0) {
        return order;
      }
      left = leftEnd;
      right = rightEnd;
    }
    return 0;
  }

  private static boolean isWord(String text, int at) {
    return at < text.length() && !Numbers.isDigit(text.charAt(at));
  }

  /// `~`, then the end or a digit, then letters, then all else.
  private static int rank(String text, int at) {
    if (!isWord(text, at)) {
      return 0;
    }
    char character = text.charAt(at);
    if (character == '~') {
      return -1;
    }
    return Character.isLetter(character) ? character : character + 0x10000;
  }
}
