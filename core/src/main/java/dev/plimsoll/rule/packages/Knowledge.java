package dev.plimsoll.rule.packages;

import dev.plimsoll.facts.Concern;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.packages.InstalledPackage;
import java.util.List;
import java.util.Optional;

/// What package databases tell of an image, and whether that is all there is to tell.
record Knowledge(List<InstalledPackage> present, boolean hasSystemDatabase, FileFacts files) {
  private static final String NO_DATABASE =
      "the image has an operating system and no package database that can be read, so nobody can"
          + " tell what is installed; keep the database, or exempt the image";

  private static final String NOTHING =
      "no package database tells what the image holds; exempt images that are made of static"
          + " programs";

  static Knowledge of(FileFacts files) {
    List<InstalledPackage> present =
        files.packages().stream().filter(InstalledPackage::present).toList();
    boolean database =
        files.packages().stream().anyMatch(one -> one.name().ecosystem().isOperatingSystem());
    return new Knowledge(present, database, files);
  }

  /// Why packages may be there of which nothing tells: databases that were not read, a system
  /// without one, or no package of any kind.
  Optional<Unknown> gap() {
    return files
        .gap(Concern.PACKAGES)
        .or(
            () ->
                hasSystemDatabase || (!present.isEmpty() && !hasSystem())
                    ? Optional.empty()
                    : Optional.of(untold(hasSystem() ? NO_DATABASE : NOTHING)));
  }

  /// The same, of packages of the operating system alone.
  Optional<Unknown> systemGap() {
    return files
        .gap(Concern.SYSTEM_PACKAGES)
        .or(
            () ->
                hasSystemDatabase
                    ? Optional.empty()
                    : Optional.of(untold(hasSystem() ? NO_DATABASE : NOTHING)));
  }

  /// The gap of which this is told.
  static Unknown gapOf(String detail) {
    return detail.equals(NO_DATABASE) || detail.equals(NOTHING)
        ? untold(detail)
        : new Unknown(Cause.UNREADABLE, detail);
  }

  private static Unknown untold(String detail) {
    return new Unknown(Cause.NOT_STATED, detail);
  }

  private boolean hasSystem() {
    return files.operatingSystem() != null;
  }
}
