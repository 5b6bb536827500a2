package dev.plimsoll.prediction;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.facts.program.Program;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.Removable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Adds up what stays of an image, with all that makes the sum uncertain.
final class Addition {
  /// What a library that is not found may come to, with what it needs itself.
  private static final Size LIBRARY = new Size(new Bytes(600 << 10), new Bytes(1500 << 10));

  /// The certificates of Debian's `ca-certificates`, in one file.
  private static final Size CERTIFICATES = new Size(new Bytes(128 << 10), new Bytes(220 << 10));

  private static final Size TIME_ZONES = new Size(new Bytes(330 << 10), new Bytes(1200 << 10));
  private static final long WORTH_STRIPPING = 1 << 20;

  /// Go's linker compresses what can be stripped.
  private static final double PACKED = 0.9;

  /// Other builders compress otherwise, and headers of directories are shared out by guess.
  private static final double BUILDERS = 0.02;

  /// How people rearrange what they copy onto another base.
  private static final double REARRANGED = 0.03;

  /// What packages say they need is not what they use.
  private static final double PACKAGES = 0.08;

  private final Facts facts;
  private final FileFacts files;
  private final Plan plan;
  private final Roots roots;
  private final Installed installed;
  private final Map<Integer, Integer> all = new HashMap<>();
  private final Map<Integer, Integer> staying = new HashMap<>();
  private final List<String> assumed = new ArrayList<>();
  private Spread sum = Spread.NONE;
  private final Set<String> gone = new HashSet<>();
  private Size documentation = Size.NONE;
  private boolean decided;

  Addition(Facts facts, Plan plan, Roots roots, Installed installed) {
    this.facts = facts;
    this.files = facts.files().orElseThrow();
    this.plan = plan;
    this.roots = roots;
    this.installed = installed;
  }

  void add(FileGroup group, Fate fate) {
    Size size = Size.of(group);
    sum = sum.plus(Spread.of(size, fate));
    all.merge(group.layer(), group.files(), Integer::sum);
    if (fate.goes()) {
      group.largest().forEach(file -> gone.add(file.path()));
    } else {
      staying.merge(group.layer(), group.files(), Integer::sum);
    }
    if (fate == Fate.LIKELY_STAYS || fate == Fate.LIKELY_GOES) {
      decided = true;
    }
    PackageName owner = group.owner();
    if (owner != null && owner.ecosystem().isOperatingSystem() && group.present() && fate.goes()) {
      decided = true;
      if (Removable.DOCUMENTATION.contains(group.fileClass()) && !plan.fateOf(owner).goes()) {
        documentation = documentation.plus(size);
      }
    }
  }

  /// Adds the base that comes instead of the image's.
  void addBase(Facts slim) {
    sum = sum.plus(Spread.of(new Size(slim.pullSize(), slim.files().orElseThrow().diskSize())));
    assumed.add("the base is replaced by its slim variant as that is now");
  }

  Method method() {
    if (plan.sibling() != null) {
      return Method.SIBLING;
    }
    return decided || plan.rebuilt() ? Method.CLOSURE : Method.EXACT;
  }

  List<String> assumed() {
    return List.copyOf(assumed);
  }

  Spread total() {
    sum = sum.plus(Spread.of(headers()));
    addScratch();
    strip();
    keepLicences();
    widenForWhatIsUnknown();
    double doubt =
        switch (method()) {
          case EXACT -> 0;
          case SIBLING -> REARRANGED;
          case CLOSURE -> PACKAGES;
        };
    return sum.widened(BUILDERS + doubt);
  }

  /// What directories, links and headers take up beside the files, by the share of files that
  /// stay.
  private Size headers() {
    long pull = 0;
    for (Layer layer : facts.layers()) {
      int files = all.getOrDefault(layer.number(), 0);
      long groups =
          this.files.groups().stream()
              .filter(group -> group.layer() == layer.number())
              .mapToLong(group -> group.pull().count())
              .sum();
      long rest = Math.max(0, layer.pullSize().count() - groups);
      boolean kept = plan.isBase(layer.number()) && !plan.rebuilt();
      if (files > 0 || kept) {
        pull += kept ? rest : rest * staying.getOrDefault(layer.number(), 0) / files;
      }
    }
    return new Size(new Bytes(pull), Bytes.NONE);
  }

  private void addScratch() {
    if (plan.rung() != Rung.SCRATCH) {
      return;
    }
    sum = sum.plus(Spread.of(CERTIFICATES)).upTo(TIME_ZONES);
    assumed.add(
        "CA certificates are copied along; tzdata is not, and is needed where time zones are");
  }

  /// Strips the application's own program where that is worth it.
  private void strip() {
    Set<String> started =
        files.programs().started().stream()
            .map(Started::path)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    for (Program program : files.programs().programs()) {
      if (started.contains(program.path())
          && !plan.isBase(program.layer())
          && !gone.contains(program.path())
          && program.elf().strippable() >= WORTH_STRIPPING) {
        long bytes = program.elf().strippable();
        sum =
            sum.likelyLess(
                new Size(new Bytes(Math.round(bytes * density(program))), new Bytes(bytes)));
        decided = true;
        assumed.add(program.path() + " is stripped of its symbols");
      }
    }
  }

  /// How much of a program's bytes is left when they are compressed.
  private double density(Program program) {
    if (program.owner() != null && program.owner().ecosystem() == Ecosystem.GO) {
      return PACKED;
    }
    return files.groups().stream()
        .filter(group -> group.layer() == program.layer() && isIn(program, group))
        .mapToDouble(group -> (double) group.pull().count() / Math.max(1, group.disk().count()))
        .findFirst()
        .orElse(0.3);
  }

  private static boolean isIn(Program program, FileGroup group) {
    return group.largest().stream().map(SizedPath::path).anyMatch(program.path()::equals);
  }

  /// Slim variants keep the copyright files of what they leave without documentation.
  private void keepLicences() {
    sum = sum.upTo(documentation.times(0.2));
  }

  private void widenForWhatIsUnknown() {
    if (plan.rung() != Rung.SCRATCH) {
      for (String library : roots.unresolved()) {
        sum = sum.upTo(LIBRARY);
        assumed.add("what brings " + library + " is not known");
      }
      for (String need : plan.unmet()) {
        sum = sum.upTo(LIBRARY);
        assumed.add("nothing in the image is " + need);
      }
      if (plan.rebuilt() && !roots.optional().isEmpty()) {
        assumed.add("modules for graphical windows (tkinter) are not used");
      }
    }
    if (files.programs().programs().stream().anyMatch(each -> !each.elf().complete())) {
      sum = sum.widened(0.03);
      assumed.add("some programs could not be read in full; what they load is not known");
    }
    if (!files.remarks().isEmpty()) {
      sum = sum.widened(0.02);
      assumed.add("not all of the image was read");
    }
    boolean unlisted = installed.isEmpty() && files.operatingSystem() != null;
    if (unlisted && plan.rebuilt()) {
      sum = sum.upTo(Size.of(files.groups()));
      assumed.add(
          "the image has no package database that could be read; its base may be all needed");
    }
  }
}
