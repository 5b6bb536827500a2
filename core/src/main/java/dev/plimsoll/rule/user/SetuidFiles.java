package dev.plimsoll.rule.user;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Concern;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.PrivilegedFile;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.PackageName;
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
import dev.plimsoll.rule.parameter.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `setuid-files`: a layer above the base adds files that run with more rights than whoever
/// starts them: setuid, setgid, or with capabilities; one finding per layer.
///
/// Files of the final tree decide. Those of the base are the base's: every Debian has eleven to
/// thirteen. So are those of a package that the base had in another version. Where the base may
/// reach further up than is known, it is advice. More than are listed leave it undetermined.
public final class SetuidFiles implements Rule<SetuidFiles.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("setuid-files", Family.USER, Severity.MEDIUM, Depth.FILES)
          .refuses("An image adds files that run with more rights than whoever starts them.")
          .because(
              "A process that is not root becomes root, or gains a capability, by starting one; a"
                  + " fault in it is all that an attacker needs.")
          .mendedBy("Leave the package out, or take the bits away in the RUN that installs it.")
          .practice("Run with the fewest rights that do.")
          .wrongFor(
              "Applications that need one, such as ping in a monitoring image: allow it by path or"
                  + " package.");

  private static final String OWNED = ": ";

  /// `allow` names files or packages.
  public record Parameters(
      @Parameter("Paths of files, or names of packages whose files are allowed.")
          List<String> allow) {
    public Parameters {
      allow = List.copyOf(allow);
    }
  }

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(List.of());
  }

  @Override
  public List<Finding> measure(Facts facts) {
    FileFacts files = facts.files().orElseThrow();
    Set<PackageName> ofBase = packagesOfBase(files, facts.base().layers());
    Map<Integer, List<PrivilegedFile>> byLayer =
        files.privileged().stream()
            .filter(file -> facts.base().originOf(file.layer()) != Origin.BASE)
            .filter(file -> file.owner() == null || !ofBase.contains(file.owner()))
            .sorted(Comparator.comparing(PrivilegedFile::path))
            .collect(groupingBy(PrivilegedFile::layer, TreeMap::new, toList()));
    List<Finding> findings = new ArrayList<>();
    byLayer.forEach((layer, privileged) -> findings.add(finding(facts, layer, privileged)));
    files
        .gap(Concern.PRIVILEGED_FILES)
        .ifPresent(why -> findings.add(Finding.unmeasured(DESCRIPTION, why)));
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    List<Evidence> left =
        finding.evidence().stream()
            .filter(e -> !isAllowed(e.subject(), parameters.allow()))
            .toList();
    return left.isEmpty()
        ? new Judgement.Within()
        : new Judgement.Beyond(
            left.size() + " with more rights: " + Evidences.names(left), "those of the base");
  }

  private static Finding finding(Facts facts, int layer, List<PrivilegedFile> files) {
    List<Evidence> shown =
        files.stream().map(file -> new Evidence(subject(file), Bytes.NONE)).toList();
    Finding found =
        Finding.of(DESCRIPTION, new Measure.Count(files.size(), "files"), Evidences.names(shown))
            .blaming(facts, layer)
            .showing(shown)
            .mendedBy(fix(facts, layer, files));
    boolean sure = facts.base().originOf(layer) == Origin.OWN;
    boolean grave = files.stream().anyMatch(file -> file.isSetuid() || file.capabilities());
    return sure ? found.as(grave ? Severity.MEDIUM : Severity.LOW) : found.as(Severity.ADVICE);
  }

  private static Set<PackageName> packagesOfBase(FileFacts files, int layers) {
    return files.packages().stream()
        .filter(each -> each.layer() <= layers)
        .map(each -> each.name())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String subject(PrivilegedFile file) {
    PackageName owner = file.owner();
    return (owner == null ? "" : owner.name() + OWNED) + file.path();
  }

  /// A path begins with a slash, the name of a package does not.
  private static boolean isAllowed(String subject, List<String> allowed) {
    if (subject.startsWith("/")) {
      return allowed.contains(subject);
    }
    int end = subject.indexOf(OWNED);
    return allowed.contains(subject.substring(0, end))
        || allowed.contains(subject.substring(end + OWNED.length()));
  }

  private static String fix(Facts facts, int layer, List<PrivilegedFile> files) {
    PrivilegedFile first = files.getFirst();
    @Nullable Instruction instruction = facts.layer(layer).instruction();
    String where = instruction == null ? "in layer " + layer : "in " + instruction.abbreviated(80);
    if (instruction != null && !instruction.text().startsWith("RUN ")) {
      return where + ": add --chmod=755, and remove the bits of " + first.path() + " at its source";
    }
    String bits = paths(files);
    String better = bits.isEmpty() ? "setcap -r " + first.path() : "chmod a-s " + bits;
    PackageName owner = first.owner();
    String without = owner == null ? "" : "leave out " + owner.name() + ", or ";
    return where + ": " + without + "append && " + better;
  }

  private static String paths(List<PrivilegedFile> files) {
    return files.stream()
        .filter(file -> file.isSetuid() || file.isSetgid())
        .map(PrivilegedFile::path)
        .collect(Collectors.joining(" "));
  }
}
