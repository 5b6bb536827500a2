package dev.plimsoll.facts.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A private key in textual form (RFC 7468, OpenSSH, OpenPGP), with its true body and its end.
record PemKey(int start, int end, String label, boolean encrypted) {
  static final String GATE = "PRIVATE KEY";

  private static final String DASHES = "-----";

  private static final Pattern BEGIN =
      Pattern.compile("-----BEGIN ((?:[A-Z0-9]{2,16} ){0,3}PRIVATE KEY(?: BLOCK)?)-----");

  /// The shortest is an Ed25519 key's: 48 bytes.
  private static final int SHORTEST = 60;

  /// RSA keys of 16,384 bits take up 13,000 characters, OpenPGP keys with pictures more.
  private static final int LONGEST = 200_000;

  /// OpenSSH's own magic, in base 64.
  private static final String OPENSSH = "b3BlbnNzaC1rZXktdjE";

  /// What a DER sequence begins with, in base 64.
  private static final String SEQUENCE = "M";

  static List<PemKey> in(String text) {
    List<PemKey> keys = new ArrayList<>();
    if (text.contains(GATE)) {
      Matcher begin = BEGIN.matcher(text);
      while (begin.find()) {
        String label = begin.group(1);
        int end = text.indexOf(DASHES, begin.end());
        if (text.startsWith(DASHES + "END " + label + DASHES, end)) {
          String inside = text.substring(begin.end(), end);
          if (inside.length() <= LONGEST && isBody(label, inside)) {
            keys.add(new PemKey(begin.start(), end, label, isEncrypted(label, inside)));
          }
        }
      }
    }
    return keys;
  }

  String hint() {
    return label + (encrypted ? ", encrypted" : "");
  }

  /// Whether what stands between the lines is a key, rather than dots or a word.
  private static boolean isBody(String label, String inside) {
    String body = base64(inside);
    if (body.length() < SHORTEST || body.chars().distinct().count() < 16) {
      return false;
    }
    if (label.startsWith("OPENSSH")) {
      return body.startsWith(OPENSSH);
    }
    return label.startsWith("PGP") || body.startsWith(SEQUENCE) || isEncrypted(label, inside);
  }

  /// Old OpenSSL keys say so in a header.
  private static boolean isEncrypted(String label, String inside) {
    return label.startsWith("ENCRYPTED") || inside.contains("ENCRYPTED");
  }

  /// The base 64 in a body: without headers, line ends (JSON's too) and indents. What cannot be
  /// in one ends it.
  private static String base64(String inside) {
    StringBuilder body = new StringBuilder();
    for (String line : inside.split("\\\\r\\\\n|\\\\n|\\R", -1)) {
      String stripped = strippedOfCode(line);
      if (stripped.contains(":") || stripped.startsWith("=")) {
        continue; // a header, or OpenPGP's checksum
      }
      if (!isBase64(stripped)) {
        return "";
      }
      body.append(stripped);
    }
    return body.toString();
  }

  /// A line as source code may have it: quoted, added up, indented.
  private static String strippedOfCode(String line) {
    int from = 0;
    int to = line.length();
    while (from < to && !isBase64(line.charAt(from))) {
      from++;
    }
    while ((to > from && !isBase64(line.charAt(to - 1))) || endsInPlus(line, from, to)) {
      to--;
    }
    return line.substring(from, to);
  }

  private static boolean endsInPlus(String line, int from, int to) {
    return to - from > 1 && line.charAt(to - 1) == '+' && line.charAt(to - 2) == ' ';
  }

  private static boolean isBase64(String text) {
    return text.chars().allMatch(c -> isBase64((char) c));
  }

  private static boolean isBase64(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '=';
  }
}
