package dev.plimsoll.rule.buildtools;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Dependencies;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.LayerFindings;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.ToolGroups;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `headers`: what C programs are compiled against is there when the image runs; one finding per
/// layer that put some there.
///
/// A package made for development decides by its name (`-dev`, `-devel`, `linux-headers`) and
/// counts as a whole. Headers of no package count from five mebibytes in a layer; an interpreter's
/// own, which its image brings, are advice. Headers in packages of a language, numpy's for one,
/// are none.
public final class Headers implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("headers", Family.BUILD_TOOLS, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries headers or packages that are made for development.")
          .because("They serve a compiler alone, and pull in more of their kind.")
          .mendedBy("Install the runtime package in place of the -dev one, such as libpq5.")
          .practice("Development headers are dead weight at run time.")
          .wrongFor(
              "Runtimes that compile as they run: allow their packages by name, such as libc6-dev.");

  private static final Pattern DEBIAN = Pattern.compile(".+-dev(?:-bin)?|linux-headers-.+");
  private static final Pattern RED_HAT = Pattern.compile(".+-(?:devel|headers)");
  private static final Pattern ALPINE = Pattern.compile(".+-(?:dev|headers|static)");

  private static final Pattern OF_AN_INTERPRETER =
      Pattern.compile(".*/include/(?:node|python3|ruby|php|pypy)[^/]*/.*");

  private static final Bytes NOTABLE = Bytes.ofMebi(5);

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
    Set<FileGroup> groups = new HashSet<>(ToolGroups.presentIn(files).ownedBy(Headers::isMadeFor));
    Set<FileGroup> ofInterpreters = new HashSet<>();
    for (FileGroup group : notableOfNoPackage(files)) {
      boolean own = facts.base().originOf(group.layer()) == Origin.OWN;
      (isOfAnInterpreter(group) && !own ? ofInterpreters : groups).add(group);
    }
    Dependencies dependencies = Dependencies.in(files);
    List<Finding> findings =
        new ArrayList<>(
            LayerFindings.of(DESCRIPTION, facts)
                .finishing(finding -> finding.mendedBy(fix(facts, files, dependencies, finding)))
                .in(groups));
    findings.addAll(
        LayerFindings.of(DESCRIPTION, facts)
            .finishing(finding -> advice(facts, finding))
            .in(ofInterpreters));
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  /// Headers of no package, in layers where they add up to something.
  private static List<FileGroup> notableOfNoPackage(FileFacts files) {
    List<FileGroup> headers =
        files.groups().stream()
            .filter(group -> group.present() && group.owner() == null)
            .filter(group -> group.fileClass() == FileClass.HEADER)
            .toList();
    Map<Integer, Bytes> byLayer = new HashMap<>();
    headers.forEach(group -> byLayer.merge(group.layer(), group.disk(), Bytes::plus));
    return headers.stream()
        .filter(group -> !NOTABLE.isMoreThan(byLayer.getOrDefault(group.layer(), Bytes.NONE)))
        .toList();
  }

  private static boolean isMadeFor(PackageName name) {
    return switch (name.ecosystem()) {
      case DPKG -> DEBIAN.matcher(name.name()).matches();
      case RPM -> RED_HAT.matcher(name.name()).matches();
      case APK -> ALPINE.matcher(name.name()).matches();
      default -> false;
    };
  }

  private static boolean isOfAnInterpreter(FileGroup group) {
    return group.largest().stream()
        .map(SizedPath::path)
        .allMatch(path -> OF_AN_INTERPRETER.matcher(path).matches());
  }

  private static Finding advice(Facts facts, Finding finding) {
    return finding
        .as(Severity.ADVICE)
        .mendedBy(
            Mending.slimmerBase(facts, "headers")
                + ", or copy the interpreter without its include directory");
  }

  private static String fix(
      Facts facts, FileFacts files, Dependencies dependencies, Finding finding) {
    if (finding.isOfBase()) {
      return Mending.slimmerBase(facts, "headers");
    }
    Map<String, String> sources = new HashMap<>();
    files.packages().forEach(one -> sources.put(one.name().name(), one.record().source()));
    Set<String> named = new HashSet<>();
    finding.evidence().stream().map(Evidence::subject).forEach(named::add);
    List<String> replaced =
        dependencies.all().stream()
            .filter(name -> named.contains(name.name()) && isMadeFor(name))
            .sorted()
            .flatMap(name -> instead(name, dependencies, sources))
            .toList();
    return replaced.isEmpty()
        ? Mending.leavingOut(finding) + "; compile in a build stage"
        : Mending.place(finding)
            + "install "
            + String.join(", ", replaced)
            + ", and compile in a build stage";
  }

  /// The package that a program needs at run time which was linked against this one: what it
  /// depends on that comes from the same source, or is called alike.
  private static Stream<String> instead(
      PackageName name, Dependencies dependencies, Map<String, String> sources) {
    String source = sources.getOrDefault(name.name(), "");
    String stem = name.name().replaceFirst("-(?:dev|devel)$", "");
    return dependencies.neededBy(name).stream()
        .filter(other -> !isMadeFor(other))
        .filter(
            other ->
                other.name().startsWith(stem)
                    || (!source.isEmpty() && source.equals(sources.get(other.name()))))
        .sorted()
        .limit(1)
        .map(other -> other.name() + " in place of " + name.name());
  }
}
