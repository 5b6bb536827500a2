package dev.plimsoll.rule.buildpractice;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.Trait;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.LayerFindings;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.buildpractice.PackageCommand.Act;
import dev.plimsoll.rule.buildpractice.PackageCommand.Installer;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// `recommended-packages`: packages that apt installed only because another package recommends
/// them; one finding per layer that brought some.
///
/// Package databases decide: apt marks them as automatic, and nothing that somebody asked for, or
/// that the base has, needs them. Their files are counted. `ca-certificates` is none, since TLS
/// clients fail without it though they only recommend it; nor is what came with recommended
/// packages turned off, which something needed that is no longer there.
public final class RecommendedPackages implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of(
              "recommended-packages", Family.BUILD_PRACTICE, Severity.ADVICE, Depth.FILES)
          .refuses("An image holds packages that apt only installed because others recommend them.")
          .because("Nothing needs them, and they are pulled, patched and scanned all the same.")
          .mendedBy(
              "Install with apt-get install --no-install-recommends and name what is missed then.")
          .practice("Use --no-install-recommends with apt.")
          .wrongFor(
              "Applications that use a recommended package without saying so: name it in apt-get install,"
                  + " which makes it a wanted one.");

  private static final Set<String> ALWAYS_WANTED = Set.of("ca-certificates");
  private static final Pattern TURNED_OFF =
      Pattern.compile(
          "--no-install-recommends\\b|APT::Install-Recommends\\s*=?\\s*[\"']?(?:0|false|no)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern INSTALL =
      Pattern.compile("\\b((?:apt-get|apt|aptitude)(?:\\s+-\\S+)*\\s+install)\\b");
  private static final int SHOWN = 120;
  private static final Unknown NO_MARKS =
      new Unknown(
          Cause.NOT_STATED,
          "the image does not say which packages apt installed by itself; leave"
              + " /var/lib/apt/extended_states in the image and remove /var/lib/apt/lists/* alone");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return MaxSize.NEGLIGIBLE;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    AptGraph graph = new AptGraph(facts.files().orElseThrow().packages());
    if (marksAreMissed(facts, graph)) {
      return List.of(Finding.unmeasured(DESCRIPTION, NO_MARKS));
    }
    Map<PackageName, Integer> layers = recommended(facts, graph);
    List<FileGroup> groups =
        facts.files().orElseThrow().groups().stream()
            .filter(group -> Objects.equals(layers.get(group.owner()), group.layer()))
            .toList();
    return LayerFindings.of(DESCRIPTION, facts)
        .finishing(finding -> finding.mendedBy(fix(finding)))
        .in(groups);
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(
        finding, "packages that are only recommended: " + Evidences.names(finding.evidence()));
  }

  /// Packages that own layers brought, and that are there by recommendation alone, with their
  /// layers.
  private static Map<PackageName, Integer> recommended(Facts facts, AptGraph graph) {
    Set<String> roots = new HashSet<>(ALWAYS_WANTED);
    for (InstalledPackage each : graph.packages()) {
      if (!each.is(Trait.AUTOMATIC) || isOfBase(each, facts)) {
        roots.add(each.name().name());
      }
    }
    Set<String> recommended = graph.onlyRecommendedBy(roots);
    Map<PackageName, Integer> layers = new HashMap<>();
    for (InstalledPackage each : graph.packages()) {
      if (recommended.contains(each.name().name()) && !isTurnedOff(facts.layer(each.layer()))) {
        layers.put(each.name(), each.layer());
      }
    }
    return layers;
  }

  /// Whether packages that came by recommendation, for all their relations say, have no mark that
  /// would tell.
  private static boolean marksAreMissed(Facts facts, AptGraph graph) {
    if (graph.packages().stream().anyMatch(p -> p.is(Trait.AUTOMATIC) || p.is(Trait.MANUAL))) {
      return false;
    }
    Set<String> own = new HashSet<>();
    Set<String> wanted = new HashSet<>(ALWAYS_WANTED);
    for (InstalledPackage each : graph.packages()) {
      (isOfBase(each, facts) ? wanted : own).add(each.name().name());
    }
    own.removeAll(graph.neededBy(wanted));
    return own.stream()
        .map(name -> graph.onlyRecommendedBy(Set.of(name)))
        .anyMatch(others -> others.stream().anyMatch(own::contains));
  }

  private static boolean isOfBase(InstalledPackage each, Facts facts) {
    return facts.base().originOf(each.layer()) == Origin.BASE;
  }

  /// Whether every installation of a layer leaves recommended packages out.
  private static boolean isTurnedOff(Layer layer) {
    List<PackageCommand> installing =
        PackageCommand.in(layer).stream()
            .filter(command -> command.manager() == Installer.APT && command.is(Act.INSTALL))
            .toList();
    return !installing.isEmpty()
        && installing.stream()
            .allMatch(command -> TURNED_OFF.matcher(String.join(" ", command.words())).find());
  }

  private static String fix(Finding finding) {
    Instruction instruction = finding.blame().instruction();
    String names = Evidences.names(finding.evidence());
    if (instruction == null || !INSTALL.matcher(instruction.text()).find()) {
      return "use apt-get install --no-install-recommends; of %s name what the application needs"
          .formatted(names);
    }
    Instruction better =
        new Instruction(
            INSTALL.matcher(instruction.text()).replaceAll("$1 --no-install-recommends"));
    return "write %s; of %s name there what the application needs"
        .formatted(better.abbreviated(SHOWN), names);
  }
}
