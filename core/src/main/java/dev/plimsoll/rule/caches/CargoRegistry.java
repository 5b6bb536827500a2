package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `cargo-registry`: the crates that cargo downloads and unpacks are there when the image runs.
public final class CargoRegistry implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("cargo-registry", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the registry of cargo.")
          .because("A Rust program needs no sources of its crates to run.")
          .mendedBy(
              "Build in a build stage with RUN "
                  + "--mount=type=cache,target=/usr/local/cargo/registry, and copy from it only the"
                  + " program.")
          .practice("Build in one stage and copy what runs into another; mount caches.")
          .wrongFor(
              "Entrypoints that compile (cargo run): raise max in a policy that matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.CARGO_REGISTRY;
  }

  @Override
  public List<String> places() {
    return List.of("/.cargo/registry", "/.cargo/git", "/cargo/registry");
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Mounted("the program");
  }
}
