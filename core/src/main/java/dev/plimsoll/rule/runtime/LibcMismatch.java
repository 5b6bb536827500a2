package dev.plimsoll.rule.runtime;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.program.Program;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.facts.program.Started.Role;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `libc-mismatch`: a program asks for a loader that the image has not, so that it cannot
/// start; a finding for what the container starts, and one per layer for what else it brings.
///
/// The loader's path in the program and the final tree decide. Where gcompat brings the loader
/// it is there. Programs that nothing starts are advice: packages bring them for other systems
/// too.
public final class LibcMismatch implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("libc-mismatch", Family.RUNTIME, Severity.HIGH, Depth.FILES)
          .refuses("A program asks for a loader that its image has not.")
          .because(
              "It cannot start: the kernel says \"no such file or directory\" of a file that is"
                  + " there.")
          .mendedBy("Build it against the C library of the last stage, or link it statically.")
          .practice("Build and run on the same C library, or build static programs.")
          .wrongFor(
              "Packages that bring programs for several systems, of which one is used: allow them by"
                  + " path.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Allowing defaults() {
    return Allowing.NOTHING;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    List<Finding> findings = new ArrayList<>();
    List<String> started = new ArrayList<>();
    List<Started> chain = facts.files().orElseThrow().programs().started();
    for (int i = 1; i < chain.size(); i++) {
      if (chain.get(i).role() == Role.LOADER && chain.get(i).path() == null) {
        Started program = chain.get(i - 1);
        String path = program.path() == null ? program.name() : program.path();
        started.add(path);
        findings.add(
            Finding.of(DESCRIPTION, new Measure.Observed(), asks(path, chain.get(i).name()))
                .blaming(facts, Math.max(program.layer(), 1))
                .showing(List.of(new Evidence(path, Bytes.NONE)))
                .mendedBy(fix(chain.get(i).name())));
      }
    }
    Map<Integer, List<Program>> others =
        facts.files().orElseThrow().programs().programs().stream()
            .filter(program -> program.loaderMissing() && !started.contains(program.path()))
            .collect(groupingBy(Program::layer, TreeMap::new, toList()));
    others.forEach((layer, programs) -> findings.add(advice(facts, layer, programs)));
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return switch (parameters.judge(finding)) {
      case Judgement.Beyond _ -> new Judgement.Beyond(finding.what(), "a loader that is there");
      case Judgement.Within within -> within;
      case Judgement.Undecided undecided -> undecided;
    };
  }

  private static Finding advice(Facts facts, int layer, List<Program> programs) {
    List<Evidence> shown =
        programs.stream().map(program -> new Evidence(program.path(), Bytes.NONE)).toList();
    String loader = loaderOf(programs.getFirst());
    return Finding.of(DESCRIPTION, new Measure.Observed(), asks(Evidences.names(shown), loader))
        .as(Severity.ADVICE)
        .blaming(facts, layer)
        .showing(shown)
        .mendedBy("leave out what cannot run here, or " + fix(loader));
  }

  private static String loaderOf(Program program) {
    return program.elf().interpreter() == null ? "its loader" : program.elf().interpreter();
  }

  private static String asks(String program, String loader) {
    return program + " asks for " + loader + ", which is not there";
  }

  private static String fix(String loader) {
    return loader.contains("musl")
        ? "build it in a stage on the same distribution as the last stage, or link it statically"
        : "start the last stage FROM a base with glibc, such as a slim Debian or a distroless base"
            + " with libc, or link it statically";
  }
}
