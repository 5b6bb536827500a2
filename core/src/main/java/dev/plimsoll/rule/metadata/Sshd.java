package dev.plimsoll.rule.metadata;

import dev.plimsoll.facts.Concern;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.program.Program;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.HistoryLines;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `sshd`: an SSH server is there when the image runs, or its port is exposed.
///
/// Packages decide, and programs that no package owns. That port 22 is exposed is a hint of low
/// severity where neither is found; an SSH client is none at all. Where not all programs and
/// packages were read, it is undetermined.
public final class Sshd implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("sshd", Family.METADATA, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries an SSH server, or exposes port 22.")
          .because(
              "It is a second way in, with keys or passwords of its own that nobody's access control"
                  + " and audit log know.")
          .mendedBy("Leave the server out, and use kubectl exec or kubectl debug.")
          .practice("One process in a container, and no way in but the cluster's.")
          .wrongFor(
              "Images whose purpose is SSH, such as SFTP servers or git hosts: allow theirs.");

  private static final Set<String> PACKAGES =
      Set.of("openssh-server", "openssh-server-pam", "dropbear", "dropbear-bin", "tinyssh");

  private static final Set<String> PROGRAMS = Set.of("sshd", "dropbear", "tinysshd");

  private static final Set<String> PORTS = Set.of("22", "22/tcp");

  private static final String USE_KUBECTL = ", and use kubectl exec or kubectl debug";

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
    FileFacts files = facts.files().orElseThrow();
    List<Finding> findings = new ArrayList<>();
    files.packages().stream()
        .filter(InstalledPackage::present)
        .filter(each -> each.name().ecosystem().isOperatingSystem())
        .filter(each -> PACKAGES.contains(each.name().name()))
        .forEach(each -> findings.add(ofPackage(facts, files, each)));
    files.programs().programs().stream()
        .filter(program -> PROGRAMS.contains(fileName(program.path())))
        .forEach(program -> findings.add(ofProgram(facts, program)));
    if (findings.isEmpty()) {
      facts.config().exposedPorts().stream()
          .filter(PORTS::contains)
          .sorted()
          .limit(1)
          .forEach(port -> findings.add(ofPort(facts, port)));
    }
    files
        .gap(Concern.SYSTEM_PACKAGES)
        .or(() -> files.gap(Concern.PROGRAMS))
        .ifPresent(why -> findings.add(Finding.unmeasured(DESCRIPTION, why)));
    return List.copyOf(findings);
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  private static Finding ofPackage(Facts facts, FileFacts files, InstalledPackage server) {
    List<FileGroup> groups =
        files.groups().stream()
            .filter(FileGroup::present)
            .filter(group -> server.name().equals(group.owner()))
            .toList();
    String name = server.name().name();
    return Finding.of(DESCRIPTION, new Measure.DiskSize(Finding.diskSizeOf(groups)), name)
        .blaming(facts, server.layer())
        .showing(List.of(new Evidence(name, Finding.diskSizeOf(groups))))
        .freeing(groups)
        .mendedBy("leave " + name + " out" + where(facts, server.layer()) + USE_KUBECTL);
  }

  private static Finding ofProgram(Facts facts, Program server) {
    return Finding.of(DESCRIPTION, new Measure.Observed(), server.path())
        .blaming(facts, server.layer())
        .showing(List.of(new Evidence(server.path(), Bytes.NONE)))
        .mendedBy("leave " + server.path() + " out" + where(facts, server.layer()) + USE_KUBECTL);
  }

  private static Finding ofPort(Facts facts, String port) {
    return Finding.of(DESCRIPTION, new Measure.Observed(), "EXPOSE " + port)
        .as(Severity.LOW)
        .blaming(HistoryLines.lastThatSets(facts.config(), "EXPOSE"))
        .showing(List.of(new Evidence(port, Bytes.NONE)))
        .mendedBy("take " + port + " out of EXPOSE" + USE_KUBECTL);
  }

  private static String where(Facts facts, int layer) {
    Instruction instruction = facts.layer(layer).instruction();
    return instruction == null ? "" : " of " + instruction.abbreviated(80);
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
