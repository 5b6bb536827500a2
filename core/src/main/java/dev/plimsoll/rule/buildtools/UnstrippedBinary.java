package dev.plimsoll.rule.buildtools;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.program.Program;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `unstripped-binary`: a program or library of the application carries symbols and debugging
/// sections; one finding per layer above the base.
///
/// Its ELF sections decide, from a mebibyte in a file. What packages of a system or a language
/// bring was built by others and does not count.
public final class UnstrippedBinary implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("unstripped-binary", Family.BUILD_TOOLS, Severity.ADVICE, Depth.FILES)
          .refuses("A program carries symbols and debugging sections.")
          .because("They are often half of the file, and running it needs none of them.")
          .mendedBy("Strip it in the build stage: strip, or go build -ldflags=\"-s -w\".")
          .practice("Ship programs without debugging sections.")
          .wrongFor(
              "Programs that are profiled or whose stack traces are read in production: raise the"
                  + " limit.");

  private static final long NOTABLE = 1 << 20;

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return new MaxSize(new Bytes(NOTABLE - 1));
  }

  @Override
  public List<Finding> measure(Facts facts) {
    Map<Integer, List<Program>> byLayer =
        facts.files().orElseThrow().programs().programs().stream()
            .filter(program -> program.elf().strippable() >= NOTABLE)
            .filter(program -> program.owner() == null || isGo(program))
            .filter(program -> facts.base().originOf(program.layer()) != Origin.BASE)
            .collect(groupingBy(Program::layer, TreeMap::new, toList()));
    return byLayer.entrySet().stream()
        .map(entry -> finding(facts, entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "symbols and debugging sections");
  }

  private static Finding finding(Facts facts, int layer, List<Program> programs) {
    List<Evidence> shown =
        programs.stream()
            .map(program -> new Evidence(program.path(), new Bytes(program.elf().strippable())))
            .sorted(Comparator.comparing(Evidence::bytes).reversed())
            .toList();
    Bytes all = shown.stream().map(Evidence::bytes).reduce(Bytes.NONE, Bytes::plus);
    Finding finding =
        Finding.of(DESCRIPTION, new Measure.DiskSize(all), Evidences.names(shown))
            .blaming(facts, layer)
            .showing(shown);
    return finding.mendedBy(
        Mending.place(finding) + how(programs) + " before it is copied, which frees " + all);
  }

  private static String how(List<Program> programs) {
    if (programs.stream().allMatch(UnstrippedBinary::isGo)) {
      return "build it with go build -ldflags=\"-s -w\"";
    }
    return "strip "
        + programs.getFirst().path()
        + " (Rust: strip = true in Cargo's release profile)";
  }

  private static boolean isGo(Program program) {
    return program.owner() != null && program.owner().ecosystem() == Ecosystem.GO;
  }
}
