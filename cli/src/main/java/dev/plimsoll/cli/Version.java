package dev.plimsoll.cli;

import dev.plimsoll.rule.catalogue.Catalogue;
import picocli.CommandLine.IVersionProvider;

/// What `--version` says: this build, and the catalogue of rules in it.
final class Version implements IVersionProvider {
  /// This build's version, as its jar's manifest has it.
  static String number() {
    String packaged = Version.class.getPackage().getImplementationVersion();
    return packaged == null ? "unpackaged" : packaged;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "plimsoll " + number(),
      "rules: catalogue %s, %d rules".formatted(Catalogue.VERSION, Catalogue.rules().size())
    };
  }
}
