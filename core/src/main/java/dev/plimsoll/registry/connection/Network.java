package dev.plimsoll.registry.connection;

import java.net.InetAddress;

/// A range of addresses (CIDR, RFC 4632): all whose first `prefix` bits are those of `base`.
public record Network(InetAddress base, int prefix) {

  /// Reads `10.96.0.0/12` or a single address; throws an `IllegalArgumentException` where it is
  /// neither.
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int bits = base.getAddress().length * 8;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      if (prefix >= 0 && prefix <= bits) {
        return new Network(base, prefix);
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is no range of addresses; write for example 10.96.0.0/12");
  }

  public boolean contains(InetAddress address) {
    byte[] one = base.getAddress();
    byte[] other = address.getAddress();
    if (one.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit & 7);
      if ((one[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
        return false;
      }
    }
    return true;
  }
}
