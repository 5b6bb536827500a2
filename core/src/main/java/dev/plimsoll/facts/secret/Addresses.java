package dev.plimsoll.facts.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Passwords in addresses, `scheme://user:password@host` (RFC 3986, userinfo).
final class Addresses {
  /// The password is the only group.
  static final Pattern PASSWORD =
      Pattern.compile("://[^\\s:/@\"'<>]{0,100}:([^\\s:/@\"'<>]{1,200})@[A-Za-z0-9\\[]");

  private Addresses() {}

  static List<Span> in(String text) {
    List<Span> found = new ArrayList<>();
    if (text.contains("://")) {
      Matcher address = PASSWORD.matcher(text);
      while (address.find()) {
        if (!Placeholders.contain(address.group(1))) {
          found.add(
              new Span(
                  SecretKind.PASSWORD_IN_ADDRESS, address.start(1), address.end(1), "://…:…@"));
        }
      }
    }
    return found;
  }
}
