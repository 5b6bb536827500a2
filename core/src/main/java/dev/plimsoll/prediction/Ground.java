package dev.plimsoll.prediction;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.prediction.need.Dependencies;
import dev.plimsoll.prediction.need.Installed;
import dev.plimsoll.prediction.need.RootSearch;
import dev.plimsoll.prediction.need.Roots;
import dev.plimsoll.prediction.need.Start;
import dev.plimsoll.prediction.need.Work;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// What every prediction about one image starts from, found once.
///
/// `roots` keeps what was found of the image's needs, with the programs of its base and without.
record Ground(
    Facts facts,
    FileFacts files,
    Installed installed,
    Work work,
    Dependencies dependencies,
    Start start,
    Places places,
    Map<Boolean, Roots> roots) {

  static Ground of(Facts facts) {
    FileFacts files = facts.files().orElseThrow();
    Installed installed = Installed.in(files);
    Set<PackageName> started =
        files.programs().started().stream()
            .map(each -> each.owner())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return new Ground(
        facts,
        files,
        installed,
        Work.in(files, installed),
        Dependencies.of(files.packages(), facts.base().layers(), started),
        Start.of(files),
        Places.in(files),
        new ConcurrentHashMap<>());
  }

  Roots roots(boolean withBase) {
    return roots.computeIfAbsent(
        withBase, each -> new RootSearch(facts, installed, work, dependencies).roots(each));
  }
}
