package dev.plimsoll.rule.packages;

import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.packages.InstalledPackage;
import java.util.List;
import java.util.Optional;

/// What package databases tell of an image, and whether that is all there is to tell.
record Knowledge(List<InstalledPackage> present, boolean hasSystemDatabase, boolean hasSystem) {
  static Knowledge of(FileFacts files) {
    List<InstalledPackage> present =
        files.packages().stream().filter(InstalledPackage::present).toList();
    boolean database =
        files.packages().stream().anyMatch(one -> one.name().ecosystem().isOperatingSystem());
    return new Knowledge(present, database, files.operatingSystem() != null);
  }

  /// Why packages may be there of which nothing tells: a system without a database, or no
  /// package of any kind.
  Optional<Unknown> gap() {
    if (hasSystemDatabase || (!present.isEmpty() && !hasSystem)) {
      return Optional.empty();
    }
    return Optional.of(
        new Unknown(
            Cause.NOT_STATED,
            hasSystem
                ? "the image has an operating system and no package database that can be read, so"
                    + " nobody can tell what is installed; keep the database, or exempt the image"
                : "no package database tells what the image holds; exempt images that are made of"
                    + " static programs"));
  }
}
