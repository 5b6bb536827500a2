package dev.plimsoll.operator.report;

import dev.plimsoll.reference.Digest;

/// What the report of a digest is called: the digest, with a hyphen for the colon.
final class ReportName {
  private ReportName() {}

  static String of(Digest digest) {
    return digest.algorithm() + "-" + digest.hex();
  }
}
