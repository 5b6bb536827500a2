package dev.plimsoll.prediction;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.facts.program.Elf;
import dev.plimsoll.facts.program.Interpreter;
import dev.plimsoll.facts.program.Program;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds what of an operating system an application needs: what interprets its files, what its
/// programs load, what was installed for it.
final class RootSearch {
  /// Modules of languages that need much and that servers do not use.
  private static final Pattern OPTIONAL =
      Pattern.compile(".*(?:/_tkinter[^/]*\\.so|/idlelib/.*|/tkinter/.*|/turtledemo/.*)");

  /// Files that packages of a language bring along and that nobody runs.
  private static final Pattern BROUGHT =
      Pattern.compile(".*/(?:node_modules|site-packages|dist-packages|gems|vendor)/.*");

  /// Files that programs read and no database of packages says so.
  private static final Set<String> COMMON = Set.of("ca-certificates", "netbase", "tzdata");

  /// What a system is made of where its packages do not say which of them are essential.
  private static final Pattern CORE =
      Pattern.compile(
          "filesystem|setup|basesystem|glibc|musl|bash|coreutils(?:-single)?|busybox|alpine-.*|.*-release");

  private final FileFacts files;
  private final int base;
  private final Installed installed;
  private final Work work;
  private final Libraries libraries;
  private final Dependencies dependencies;
  private final Runtimes runtimes;
  private final Set<PackageName> application = new TreeSet<>();
  private final Set<PackageName> doubtful = new TreeSet<>();
  private final SortedSet<String> unresolved = new TreeSet<>();
  private final SortedSet<String> optional = new TreeSet<>();

  RootSearch(Facts facts, Installed installed, Work work, Dependencies dependencies) {
    this.files = facts.files().orElseThrow();
    this.base = facts.base().layers();
    this.installed = installed;
    this.work = work;
    this.dependencies = dependencies;
    this.runtimes = new Runtimes(Start.of(files));
    this.libraries = Libraries.in(files, installed);
  }

  /// The roots of an image; `withBase` says whether programs that came with the base count too.
  Roots roots(boolean withBase) {
    files.programs().started().forEach(this::addStarted);
    files.programs().interpreters().stream()
        .filter(each -> each.layer() > base)
        .forEach(this::addInterpreter);
    addRuntimes();
    for (Program program : files.programs().programs()) {
      if ((withBase || program.layer() > base) && isKept(program)) {
        addNeeds(program.path(), program.elf());
      }
    }
    completeMinimal();
    Set<PackageName> wanted = wanted();
    return new Roots(application, wanted, peoples(), system(), unresolved, optional);
  }

  private void addStarted(Started file) {
    if (file.owner() != null && installed.has(file.owner())) {
      application.add(file.owner());
    } else if (file.executable() instanceof Elf elf) {
      addNeeds(file.name(), elf);
    }
  }

  private boolean isKept(Program program) {
    return program.owner() == null || !dependencies.fateOf(program.owner()).goes();
  }

  private void addNeeds(String path, Elf elf) {
    for (String library : elf.needed()) {
      if (OPTIONAL.matcher(path).matches()) {
        optional.add(library);
        continue;
      }
      Optional<PackageName> owner = libraries.ownerOf(library);
      owner.ifPresent(application::add);
      if (owner.isEmpty() && !libraries.isCarried(library)) {
        unresolved.add(library);
      }
    }
  }

  private void addInterpreter(Interpreter interpreter) {
    boolean brought = BROUGHT.matcher(interpreter.example()).matches();
    Set<PackageName> to = brought ? doubtful : application;
    ownerOf(interpreter.program()).ifPresent(to::add);
  }

  /// What interprets the packages of languages that the application brings.
  private void addRuntimes() {
    for (InstalledPackage each : files.packages()) {
      boolean own = each.present() && each.layer() > base && each.suppliedBy() == null;
      if (own && !dependencies.fateOf(each.name()).goes()) {
        Ecosystem ecosystem = each.name().ecosystem();
        Set<PackageName> to = runtimes.isUnused(ecosystem) ? doubtful : application;
        Runtimes.of(ecosystem).stream()
            .map(this::ownerOf)
            .flatMap(Optional::stream)
            .limit(1)
            .forEach(to::add);
      }
    }
  }

  /// The package that has a program, given by its path or name.
  private Optional<PackageName> ownerOf(String program) {
    String name = program.substring(program.lastIndexOf('/') + 1);
    Optional<PackageName> started =
        files.programs().started().stream()
            .filter(each -> each.owner() != null && installed.has(each.owner()))
            .filter(
                each ->
                    Runtimes.isCalled(each.name(), name) || Runtimes.isCalled(each.path(), name))
            .map(each -> each.owner())
            .findFirst();
    return started.or(() -> installed.named(name)).or(() -> byFile(name)).or(() -> shell(name));
  }

  private Optional<PackageName> byFile(String name) {
    for (FileGroup group : files.groups()) {
      PackageName owner = group.owner();
      if (owner != null && group.present() && installed.has(owner)) {
        for (SizedPath file : group.largest()) {
          if (file.path().contains("/bin/") && Runtimes.isCalled(file.path(), name)) {
            return Optional.of(owner);
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<PackageName> shell(String name) {
    return name.equals("sh")
        ? installed.named("dash").or(() -> installed.named("busybox"))
        : Optional.empty();
  }

  /// Debian splits interpreters; their libraries are in the other part.
  private void completeMinimal() {
    for (PackageName name : Set.copyOf(application)) {
      if (name.name().endsWith("-minimal")) {
        String whole = name.name().substring(0, name.name().length() - "-minimal".length());
        installed.named(whole).ifPresent(application::add);
      }
    }
  }

  private boolean isOwn(PackageName name) {
    return installed.layerOf(name) > base && !installed.wasReplaced(name);
  }

  private Set<PackageName> wanted() {
    Set<PackageName> wanted = new TreeSet<>();
    for (PackageName name : installed.names()) {
      if (isOwn(name) && installed.isWanted(name) && work.of(name) == Work.Kind.RUNNING) {
        (runtimes.isUnused(name.name()) ? doubtful : wanted).add(name);
      }
    }
    return wanted;
  }

  private Set<PackageName> peoples() {
    Set<PackageName> peoples = new TreeSet<>(doubtful);
    for (PackageName name : installed.names()) {
      if (isOwn(name) && installed.isWanted(name) && work.of(name) == Work.Kind.PEOPLE) {
        peoples.add(name);
      }
    }
    return peoples;
  }

  /// What a slim variant of the base has: what every system must have, its package managers, and
  /// what programs read.
  private Set<PackageName> system() {
    Set<PackageName> system = new TreeSet<>();
    boolean marked = installed.names().stream().anyMatch(installed::isRequired);
    for (PackageName name : installed.names()) {
      boolean core = marked ? installed.isRequired(name) : CORE.matcher(name.name()).matches();
      boolean managing =
          work.brings(name, FileClass.PACKAGE_MANAGER) && work.of(name) != Work.Kind.BUILDING;
      if (!isOwn(name) && (core || managing || COMMON.contains(name.name()))) {
        system.add(name);
      }
    }
    return system;
  }
}
