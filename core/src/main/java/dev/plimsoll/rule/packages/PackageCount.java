package dev.plimsoll.rule.packages;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `package-count`: an image holds more packages of an operating system than it should; those
/// of the base and those that were added are counted apart.
///
/// The databases of dpkg, apk and rpm decide; an application's own dependencies do not count.
/// An image without such a database is undetermined.
public final class PackageCount implements Rule<PackageCount.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("package-count", Family.PACKAGES, Severity.LOW, Depth.FILES)
          .refuses("An image holds too many packages of the operating system.")
          .because("Every package is a potential vulnerability: fewer packages, fewer of those.")
          .mendedBy("Start from a smaller base, and install without recommended packages.")
          .practice("Fewer packages: a smaller attack surface.")
          .wrongFor("Applications that need many libraries, such as browsers: raise the limits.");

  private static final String OF_BASE = "packages of the base";
  private static final String ADDED = "packages added";

  /// How many packages there may be.
  public record Parameters(
      @Parameter("How many packages of the operating system the base image may bring.")
          int maxOfBase,
      @Parameter("How many packages of the operating system may be added on top of it.")
          int maxAdded) {}

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(200, 100);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    FileFacts files = facts.files().orElseThrow();
    Knowledge knowledge = Knowledge.of(files);
    List<InstalledPackage> ofBase = new ArrayList<>();
    List<InstalledPackage> added = new ArrayList<>();
    for (InstalledPackage one : knowledge.present()) {
      if (one.name().ecosystem().isOperatingSystem()) {
        (facts.base().originOf(one.layer()) == Origin.BASE ? ofBase : added).add(one);
      }
    }
    List<Finding> findings = new ArrayList<>();
    add(findings, facts, ofBase, OF_BASE);
    add(findings, facts, added, ADDED);
    knowledge.systemGap().ifPresent(why -> findings.add(Finding.unmeasured(DESCRIPTION, why)));
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.Count(long number, String of))) {
      return new Judgement.Within();
    }
    int max = of.equals(OF_BASE) ? parameters.maxOfBase() : parameters.maxAdded();
    return number > max
        ? new Judgement.Beyond(number + " " + of, Integer.toString(max))
        : new Judgement.Within();
  }

  private static void add(
      List<Finding> findings, Facts facts, List<InstalledPackage> packages, String of) {
    if (packages.isEmpty()) {
      return;
    }
    Map<Integer, Long> byLayer =
        packages.stream().collect(groupingBy(InstalledPackage::layer, TreeMap::new, counting()));
    int fullest =
        byLayer.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    Finding finding =
        Finding.of(DESCRIPTION, new Measure.Count(packages.size(), of), packages.size() + " " + of)
            .blaming(facts, fullest)
            .showing(largestFirst(packages));
    findings.add(finding.mendedBy(fix(facts, finding)));
  }

  /// The packages that take up most, by what their databases say.
  private static List<Evidence> largestFirst(List<InstalledPackage> packages) {
    return packages.stream()
        .map(one -> new Evidence(one.name().name(), one.record().size()))
        .sorted(Comparator.comparing(Evidence::bytes).reversed().thenComparing(Evidence::subject))
        .limit(10)
        .toList();
  }

  private static String fix(Facts facts, Finding finding) {
    return finding.isOfBase()
        ? Mending.slimmerBase(facts, "more than it needs")
        : Mending.place(finding)
            + "install without recommended packages (--no-install-recommends), and what only the"
            + " build needs in a build stage";
  }
}
