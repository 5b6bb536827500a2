package dev.plimsoll.rule.caches;

import static java.util.stream.Collectors.joining;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.LayerFindings;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;

/// A rule that finds one package manager's cache where the image runs: the files of one class that
/// the final tree has and no package of the operating system owns, one finding per layer.
///
/// A cache that a later layer deletes is not there any more; `cache-not-cleaned-in-layer` finds it.
interface CacheRule extends Rule<MaxSize> {
  FileClass cache();

  /// Parts of paths that end where the cache begins.
  List<String> places();

  /// How the instruction that fills the cache in this directory is changed.
  Cleaning cleaning(String directory);

  @Override
  default MaxSize defaults() {
    return MaxSize.NEGLIGIBLE;
  }

  @Override
  default List<Finding> measure(Facts facts) {
    return LayerFindings.of(description(), facts)
        .showing(groups -> Evidences.by(groups, this::directory))
        .finishing(finding -> finding.mendedBy(fix(facts.base(), finding)))
        .in(
            facts.files().orElseThrow().groups().stream()
                .filter(FileGroup::present)
                .filter(group -> group.fileClass() == cache())
                .filter(g -> g.owner() == null || !g.owner().ecosystem().isOperatingSystem())
                .toList());
  }

  @Override
  default Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, cache().plural());
  }

  /// The directory of the cache that a group is part of.
  private String directory(FileGroup group) {
    String path = Evidences.largest(group);
    for (String place : places()) {
      int at = path.indexOf(place + "/");
      if (at >= 0) {
        return path.substring(0, at + place.length());
      }
    }
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? path : path.substring(0, slash);
  }

  private String fix(BaseImage base, Finding finding) {
    List<String> directories = finding.evidence().stream().map(Evidence::subject).toList();
    String all = String.join(" and ", directories);
    if (finding.isOfBase()) {
      String name = base.name() == null ? "the base" : base.name();
      return "start the last stage FROM a base without %s, or clean it where %s is built: deleting it above saves nothing"
          .formatted(all, name);
    }
    Instruction by = finding.blame().instruction();
    if (by != null && by.origin() == Instruction.Origin.FROM_CONTEXT) {
      return Mending.place(finding) + "write " + ignored(directories) + " into .dockerignore";
    }
    if (by != null && (by.kind() == Instruction.Kind.COPY || by.kind() == Instruction.Kind.ADD)) {
      return Mending.place(finding) + "copy only what runs, without " + all;
    }
    String directory = directories.getFirst();
    return cleaning(directory).in(finding, directory);
  }

  private static String ignored(List<String> directories) {
    return directories.stream()
        .map(directory -> "**/" + directory.substring(directory.lastIndexOf('/') + 1))
        .distinct()
        .collect(joining(" and "));
  }
}
