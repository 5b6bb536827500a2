package dev.plimsoll.rule.leftovers;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.LayerFindings;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Removable;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;

/// `documentation`: man pages, info pages, documentation and locales of the system are there when
/// the image runs; one finding per layer.
///
/// Copyright files alone do not count. In the base's layers it is advice; a full base is left to
/// `non-slim-base`.
public final class Documentation implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("documentation", Family.LEFTOVERS, Severity.LOW, Depth.FILES)
          .refuses("An image carries man pages, documentation or locales of the system.")
          .because("Nobody reads them in a container, and they are tens of megabytes.")
          .mendedBy("Tell the package manager to leave documentation out, before it installs.")
          .practice("Strip documentation, man pages and locales.")
          .wrongFor(
              "Applications that need a locale or serve documentation: raise max in a policy that"
                  + " matches them.");

  private static final Bytes FULL = Bytes.ofMebi(30);

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return MaxSize.ofMebi(5);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    FileFacts files = facts.files().orElseThrow();
    int base = facts.base().layers();
    boolean full = Finding.diskSizeOf(Removable.in(files).baggageUpTo(base)).isMoreThan(FULL);
    return LayerFindings.of(DESCRIPTION, facts)
        .showing(Evidences::byClass)
        .finishing(finding -> mended(finding))
        .in(
            files.groups().stream()
                .filter(FileGroup::present)
                .filter(group -> Removable.DOCUMENTATION.contains(group.fileClass()))
                .filter(group -> !full || group.layer() > base)
                .filter(group -> !isCopyrightAlone(group))
                .toList());
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, finding.what());
  }

  private static boolean isCopyrightAlone(FileGroup group) {
    return group.files() <= group.largest().size()
        && group.largest().stream().allMatch(file -> file.path().endsWith("/copyright"));
  }

  private static Finding mended(Finding finding) {
    if (finding.isOfBase()) {
      return finding
          .as(Severity.ADVICE)
          .mendedBy("start the last stage FROM a variant of the base without documentation");
    }
    Instruction by = finding.blame().instruction();
    return finding.mendedBy(Mending.place(finding) + how(by == null ? "" : by.text()));
  }

  private static String how(String text) {
    if (text.contains("dnf ") || text.contains("yum ")) {
      return "install with --setopt=tsflags=nodocs";
    }
    if (text.contains("apk ")) {
      return "leave out the packages that end in -doc and -lang";
    }
    return "write path-exclude=/usr/share/doc/*, path-exclude=/usr/share/man/*,"
        + " path-exclude=/usr/share/locale/* and path-include=/usr/share/doc/*/copyright into"
        + " /etc/dpkg/dpkg.cfg.d/excludes before apt-get install";
  }
}
