package dev.plimsoll.rule.base;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileFacts.OperatingSystem;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.program.Elf;
import dev.plimsoll.facts.program.Elf.Linkage;
import dev.plimsoll.facts.program.Script;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Removable;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `minimal-base`: the application would run on less than the operating system it is shipped on:
/// on scratch, or on a distroless base. The ladder with each rung's size is the evidence.
///
/// What the container starts decides: a program that asks for no loader runs on scratch, one that
/// only needs the C library or a language's runtime on distroless. Whatever starts through a
/// script or a shell, or comes from one of the system's own packages, is left alone, and so is an
/// image without shell and package manager.
public final class MinimalBase implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("minimal-base", Family.BASE, Severity.ADVICE, Depth.FILES)
          .refuses("An application that would run on scratch or distroless ships a whole system.")
          .because(
              "All of the system is pulled, patched and open to whoever breaks in, and the application"
                  + " uses none of it.")
          .mendedBy(
              "Start the last stage FROM scratch or a distroless base, and COPY --from into it.")
          .practice("Start from slim, distroless or scratch.")
          .wrongFor(
              "Programs that start others, load libraries by name, or are probed by commands (exec"
                  + " probes): nobody sees that from outside.");

  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "busybox");

  /// Runtimes that there is a distroless base for, by the program's name without its version.
  private static final Map<String, String> RUNTIMES =
      Map.of("java", "java21-debian12", "node", "nodejs22-debian12", "python", "python3-debian12");

  /// What the image could stand on, and what that takes.
  private record Rung(String base, String takes) {}

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return MaxSize.ofMebi(30);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    FileFacts files = facts.files().orElseThrow();
    OperatingSystem system = files.operatingSystem();
    Rung rung = rung(files.programs().started());
    if (system == null || rung == null || !hasTools(files)) {
      return List.of();
    }
    Bytes whole = sizeOf(files, _ -> true);
    Bytes own = sizeOf(files, group -> isApplication(group, system));
    Bytes rest = new Bytes(whole.count() - own.count());
    return List.of(
        Finding.of(DESCRIPTION, new Measure.DiskSize(rest), "it would run on " + rung.base)
            .blaming(facts, system.layer())
            .showing(ladder(files, facts.base().layers(), whole, rung, own))
            .mendedBy("start the last stage FROM " + rung.base + "; " + rung.takes));
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "an operating system, though " + finding.what());
  }

  private static @Nullable Rung rung(List<Started> started) {
    if (started.isEmpty() || started.stream().anyMatch(MinimalBase::needsShell)) {
      return null;
    }
    Started first = started.getFirst();
    if (first.role() != Started.Role.ENTRYPOINT || !(first.executable() instanceof Elf elf)) {
      return null;
    }
    boolean ofSystem = first.owner() != null && first.owner().ecosystem().isOperatingSystem();
    Optional<String> runtime = Optional.ofNullable(RUNTIMES.get(plainName(first)));
    String loader = elf.interpreter();
    if (loader == null) {
      return elf.linkage() == Linkage.STATIC && !ofSystem ? scratch() : null;
    }
    if (loader.contains("musl") || (ofSystem && runtime.isEmpty())) {
      return null;
    }
    return runtime.map(MinimalBase::runtime).orElseGet(() -> libraries(elf));
  }

  private static Rung scratch() {
    return new Rung(
        "scratch",
        "COPY --from the build stage the program, /etc/ssl/certs/ca-certificates.crt if it calls"
            + " others by TLS, /usr/share/zoneinfo if it knows time zones, and set USER by number");
  }

  private static Rung runtime(String variant) {
    return new Rung(
        "gcr.io/distroless/" + variant,
        "take the variant of the version that the application needs, COPY --from the build stage"
            + " the application with its dependencies, and write ENTRYPOINT as a list");
  }

  private static Rung libraries(Elf elf) {
    boolean more = elf.needed().stream().anyMatch(name -> name.startsWith("libstdc++"));
    return new Rung(
        "gcr.io/distroless/" + (more ? "cc-debian12" : "base-debian12"),
        "COPY --from the build stage the program and the libraries it needs beyond those: "
            + String.join(", ", elf.needed()));
  }

  /// Scripts need their interpreter and what they call; nobody knows the latter.
  private static boolean needsShell(Started started) {
    return started.executable() instanceof Script || SHELLS.contains(fileName(started.name()));
  }

  /// `python` for `/usr/local/bin/python3.12`.
  private static String plainName(Started started) {
    return fileName(started.name()).replaceFirst("[0-9.]+$", "");
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static boolean hasTools(FileFacts files) {
    return files.groups().stream()
        .filter(FileGroup::present)
        .anyMatch(
            g -> g.fileClass() == FileClass.SHELL || g.fileClass() == FileClass.PACKAGE_MANAGER);
  }

  /// Neither a package of the system nor in the layer that brought the system.
  private static boolean isApplication(FileGroup group, OperatingSystem system) {
    return group.layer() > system.layer()
        && (group.owner() == null || !group.owner().ecosystem().isOperatingSystem());
  }

  private static Bytes sizeOf(FileFacts files, Predicate<FileGroup> which) {
    return Finding.diskSizeOf(
        files.groups().stream().filter(FileGroup::present).filter(which).toList());
  }

  /// From the image as it is down to the rung; a rung that saves nothing is left out.
  private static List<Evidence> ladder(
      FileFacts files, int baseLayers, Bytes whole, Rung rung, Bytes own) {
    List<Evidence> ladder = new ArrayList<>();
    ladder.add(new Evidence("as it is", whole));
    Set<FileGroup> baggage = Removable.in(files).baggageUpTo(baseLayers);
    Bytes slim = sizeOf(files, group -> !baggage.contains(group));
    if (!slim.equals(whole)) {
      ladder.add(new Evidence("on a slim base", slim));
    }
    ladder.add(new Evidence("the application alone, on " + rung.base, own));
    return ladder;
  }
}
