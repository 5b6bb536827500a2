package dev.plimsoll.reference;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The distribution specification's grammar of references, each part with the sentence that says
/// what is wrong with a text that does not keep to it.
final class Grammar {
  static final String DOCKER_HUB = "docker.io";

  /// More than a host (255), a repository (255), a tag (128) and a SHA-512 digest add up to.
  private static final int LONGEST = 1024;

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_TAG = 128;

  private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[([a-fA-F0-9:.]{2,45})])(?::(\\d+))?");
  private static final Pattern LEADING = Pattern.compile("^0+(?=\\d)");
  private static final Pattern LEADING_IN_PORT = Pattern.compile(":0+(?=\\d+$)");
  private static final Pattern COMPONENT =
      Pattern.compile("[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Pattern IMAGE_ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)://.*");

  private Grammar() {}

  /// What can be said of a reference before it is taken apart.
  static void requireReadable(String text) {
    if (text.isEmpty()) {
      throw new InvalidReferenceException("the image reference is empty");
    }
    if (text.length() > LONGEST) {
      throw new InvalidReferenceException(
          "image reference " + quote(text) + " is longer than " + LONGEST + " characters");
    }
    if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw new InvalidReferenceException(
          "image reference " + quote(text) + " holds a blank or a control character; remove it");
    }
    Matcher scheme = SCHEME.matcher(text);
    if (scheme.matches()) {
      throw new InvalidReferenceException(
          "image reference "
              + quote(text)
              + " is a URL; write it without "
              + quote(scheme.group(1) + "://"));
    }
    if (IMAGE_ID.matcher(text).matches()) {
      throw new InvalidReferenceException(
          quote(text)
              + " is an image ID, which no registry serves; write repository@sha256:<digest>");
    }
  }

  /// Whether the first component of a name is a registry rather than a Docker Hub namespace: it
  /// has a dot, a port or an upper-case letter, which no namespace has, or is `localhost`.
  static boolean isRegistry(String component) {
    return component.indexOf('.') >= 0
        || component.indexOf(':') >= 0
        || component.equals("localhost")
        || !component.equals(component.toLowerCase(Locale.ROOT));
  }

  /// Hosts are compared without case and ports without leading zeroes, and Docker Hub's old name
  /// is its new one. A lone word is written in upper case: else it were a namespace.
  static String canonicalRegistry(String registry) {
    String host = LEADING_IN_PORT.matcher(registry.toLowerCase(Locale.ROOT)).replaceFirst(":");
    if (host.equals("index.docker.io")) {
      return DOCKER_HUB;
    }
    return isRegistry(host) ? host : host.toUpperCase(Locale.ROOT);
  }

  static void requireRegistry(String registry) {
    Matcher matcher = REGISTRY.matcher(registry);
    if (!matcher.matches() || !isLiteral(matcher.group(1))) {
      throw new InvalidReferenceException(
          "registry " + quote(registry) + " is not a host name or address with an optional port");
    }
    if (registry.length() > LONGEST_NAME) {
      throw new InvalidReferenceException(
          "registry " + quote(registry) + " is longer than " + LONGEST_NAME + " characters");
    }
    String port = matcher.group(2);
    if (port != null && !isPort(LEADING.matcher(port).replaceFirst(""))) {
      throw new InvalidReferenceException(
          "port "
              + (port.length() <= 20 ? port : port.substring(0, 19) + "…")
              + " of registry "
              + quote(registry)
              + " is not between 1 and 65535");
    }
  }

  private static boolean isPort(String digits) {
    return digits.length() <= 5
        && Integer.parseInt(digits) >= 1
        && Integer.parseInt(digits) <= 65_535;
  }

  /// Whether what stands in brackets, if anything does, is an IPv6 address.
  private static boolean isLiteral(@Nullable String bracketed) {
    if (bracketed == null) {
      return true;
    }
    try {
      InetAddress _ = InetAddress.ofLiteral(bracketed);
      return bracketed.indexOf(':') >= 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  static void requireRepository(String repository) {
    if (!repository.equals(repository.toLowerCase(Locale.ROOT))) {
      throw new InvalidReferenceException(
          "repository "
              + quote(repository)
              + " has upper-case letters, which registries refuse; write "
              + quote(repository.toLowerCase(Locale.ROOT)));
    }
    for (String component : repository.split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        throw new InvalidReferenceException(
            "repository "
                + quote(repository)
                + (component.isEmpty() ? " has an empty part" : " is wrong at " + quote(component))
                + "; between slashes stand lower-case letters and digits,"
                + " joined by one '.', one or two '_' or any number of '-'");
      }
    }
    if (repository.length() > LONGEST_NAME) {
      throw new InvalidReferenceException(
          "repository " + quote(repository) + " is longer than " + LONGEST_NAME + " characters");
    }
  }

  static void requireTag(String tag) {
    if (tag.length() > LONGEST_TAG) {
      throw new InvalidReferenceException(
          "tag " + quote(tag) + " is longer than " + LONGEST_TAG + " characters");
    }
    if (!TAG.matcher(tag).matches()) {
      throw new InvalidReferenceException(
          tag.isEmpty()
              ? "the image reference ends in ':' without a tag; name one or leave the ':' out"
              : "tag "
                  + quote(tag)
                  + " is not made of letters, digits, '_', '.' and '-', the first being none of"
                  + " the last two");
    }
  }

  /// The text between quotation marks, cut where it is long and with nothing that moves a
  /// terminal.
  static String quote(String text) {
    String shown = text.length() <= 80 ? text : text.substring(0, 79) + "…";
    return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
