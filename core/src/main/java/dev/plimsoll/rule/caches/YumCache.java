package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `yum-cache`: metadata or packages that yum, dnf or zypper downloads are there when the image
// runs.
public final class YumCache implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("yum-cache", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the cache of yum, dnf or zypper.")
          .because(
              "Repository metadata and downloaded packages are often a hundred megabytes, and"
                  + " nothing reads them at run time.")
          .mendedBy(
              "End the RUN that installs with dnf clean all (yum clean all, zypper clean "
                  + "--all).")
          .practice("Clean up in the layer that makes the mess: dnf clean all in the same RUN.")
          .wrongFor(
              "Images in which packages are installed as they run: raise max in a policy that"
                  + " matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.YUM_CACHE;
  }

  @Override
  public List<String> places() {
    return List.of("/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/zypp");
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Appended(
        switch (directory) {
          case "/var/cache/yum" -> "yum clean all && rm -rf /var/cache/yum";
          case "/var/cache/zypp" -> "zypper clean --all";
          default -> "dnf clean all && rm -rf " + directory;
        });
  }
}
