package dev.plimsoll.facts;

import dev.plimsoll.facts.FileFacts.OperatingSystem;
import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.facts.program.Elf;
import dev.plimsoll.facts.program.Interpreter;
import dev.plimsoll.facts.program.Library;
import dev.plimsoll.facts.program.Program;
import dev.plimsoll.facts.program.ProgramSurvey;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.facts.secret.Secret;
import dev.plimsoll.facts.secret.SecretFile;
import dev.plimsoll.facts.secret.SecretKind;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageConfig.Healthcheck;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import dev.plimsoll.image.Platform;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Trait;
import dev.plimsoll.reference.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Writes facts by hand, for tests of what is made of them.
public final class FactsBuilder {
  private final List<Layer> layers = new ArrayList<>();
  private final List<FileGroup> groups = new ArrayList<>();
  private final List<HistoryEntry> history = new ArrayList<>();
  private final Map<String, Long> users = new HashMap<>();
  private final List<LayerMismatch> mismatches = new ArrayList<>();
  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, String> annotations = new HashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private String user = "";
  private BaseImage base = BaseImage.NONE;
  private Platform platform = Platform.LINUX_AMD64;
  private boolean withFiles;
  private boolean withPasswd;
  private OperatingSystem operatingSystem;
  private final List<PrivilegedFile> privileged = new ArrayList<>();
  private final List<SecretFile> secrets = new ArrayList<>();
  private final List<Program> programs = new ArrayList<>();
  private final List<Interpreter> interpreters = new ArrayList<>();
  private final List<Started> started = new ArrayList<>();
  private final List<Library> libraries = new ArrayList<>();
  private final List<DependencyTree> trees = new ArrayList<>();
  private SystemMarks system = SystemMarks.NONE;
  private List<String> entrypoint = List.of();
  private List<String> command = List.of();
  private final List<String> environment = new ArrayList<>();
  private final Set<String> exposedPorts = new LinkedHashSet<>();
  private final Set<String> volumes = new LinkedHashSet<>();
  private String workingDirectory = "";
  private Healthcheck healthcheck = Healthcheck.ABSENT;
  private Instant created;
  private final List<InstalledPackage> packages = new ArrayList<>();

  public static FactsBuilder image() {
    return new FactsBuilder();
  }

  public FactsBuilder layer(long pullMebi, String instruction) {
    int number = layers.size() + 1;
    Digest digest = digest(number);
    Instruction by = instruction == null ? null : new Instruction(instruction);
    layers.add(new Layer(number, digest, digest, Bytes.ofMebi(pullMebi), by));
    return this;
  }

  /// Files of the newest layer: a tenth of `diskMebi` is what they take up compressed.
  public FactsBuilder files(FileClass fileClass, String owner, long diskMebi, String path) {
    return group(fileClass, owner, diskMebi, path, true);
  }

  /// So many files of no package, the largest of them at this path.
  public FactsBuilder files(FileClass fileClass, int count, long diskMebi, String path) {
    return group(fileClass, null, diskMebi, count, path, null);
  }

  /// Files of the newest layer that a later one hides.
  public FactsBuilder hidden(FileClass fileClass, String owner, long diskMebi, String path) {
    return group(fileClass, owner, diskMebi, path, false);
  }

  /// Files of the newest layer that a package of any ecosystem owns.
  public FactsBuilder owned(FileClass fileClass, PackageName owner, long diskMebi, String path) {
    return group(fileClass, owner, diskMebi, path, null);
  }

  private FactsBuilder group(
      FileClass fileClass, String owner, long diskMebi, String path, boolean present) {
    return group(
        fileClass,
        owner == null ? null : new PackageName(Ecosystem.DPKG, owner),
        diskMebi,
        path,
        present ? null : new Hidden(Hidden.How.DELETED, layers.size() + 1));
  }

  /// Files of the newest layer that belong to a package, or to none; `hidden` is null where the
  /// final tree has them.
  public FactsBuilder group(
      FileClass fileClass, PackageName owner, long diskMebi, String path, Hidden hidden) {
    return group(fileClass, owner, diskMebi, 1, path, hidden);
  }

  private FactsBuilder group(
      FileClass fileClass,
      PackageName owner,
      long diskMebi,
      int count,
      String path,
      Hidden hidden) {
    withFiles = true;
    Bytes disk = Bytes.ofMebi(diskMebi);
    groups.add(
        new FileGroup(
            layers.size(),
            owner,
            fileClass,
            hidden,
            count,
            disk,
            new Bytes(disk.count() / 10),
            List.of(new SizedPath(path, disk))));
    return this;
  }

  /// A port as the config writes it, `8080/tcp`.
  public FactsBuilder exposes(String port) {
    exposedPorts.add(port);
    return this;
  }

  public FactsBuilder volume(String path) {
    volumes.add(path);
    return this;
  }

  public FactsBuilder workingDirectory(String path) {
    workingDirectory = path;
    return this;
  }

  public FactsBuilder healthcheck(Healthcheck declared) {
    healthcheck = declared;
    return this;
  }

  public FactsBuilder created(Instant moment) {
    created = moment;
    return this;
  }

  public FactsBuilder user(String declared) {
    user = declared;
    return this;
  }

  public FactsBuilder history(List<HistoryEntry> entries) {
    history.addAll(entries);
    return this;
  }

  public FactsBuilder history(String createdBy) {
    history.add(new HistoryEntry(createdBy, true));
    return this;
  }

  public FactsBuilder entrypoint(String... words) {
    entrypoint = List.of(words);
    return this;
  }

  public FactsBuilder command(String... words) {
    command = List.of(words);
    return this;
  }

  public FactsBuilder variable(String name, String value) {
    environment.add(name + "=" + value);
    return this;
  }

  /// A file of the newest layer with a secret in it; `hiddenIn` is 0 where it is still there.
  public FactsBuilder secret(SecretKind kind, String path, int hiddenIn) {
    return secret(kind, path, hiddenIn, null);
  }

  /// A file with a secret in it that belongs to a package.
  public FactsBuilder secret(SecretKind kind, String path, int hiddenIn, PackageName owner) {
    withFiles = true;
    secrets.add(
        new SecretFile(new Secret(kind, 1, kind.phrase()), path, layers.size(), hiddenIn, owner));
    return this;
  }

  /// A program of the newest layer that belongs to no package.
  public FactsBuilder program(String path, Elf elf) {
    withFiles = true;
    programs.add(new Program(path, layers.size(), null, elf, false));
    return this;
  }

  /// A program of the newest layer that a package of a language owns, or none; its loader may be
  /// missing.
  public FactsBuilder program(String path, PackageName owner, Elf elf, boolean loaderMissing) {
    withFiles = true;
    programs.add(new Program(path, layers.size(), owner, elf, loaderMissing));
    return this;
  }

  /// Scripts of the newest layer that belong to no package.
  public FactsBuilder scripts(String interpreter, int count, String example) {
    withFiles = true;
    interpreters.add(new Interpreter(interpreter, layers.size(), count, example));
    return this;
  }

  /// A library that a program asks for.
  public FactsBuilder library(Library library) {
    withFiles = true;
    libraries.add(library);
    return this;
  }

  /// A directory of dependencies in the newest layer.
  public FactsBuilder dependencies(DependencyTree.Kind kind, String root, long diskMebi) {
    withFiles = true;
    Bytes disk = Bytes.ofMebi(diskMebi);
    trees.add(new DependencyTree(layers.size(), kind, root, 1, disk, new Bytes(disk.count() / 10)));
    return this;
  }

  public FactsBuilder system(SystemMarks marks) {
    withFiles = true;
    system = marks;
    return this;
  }

  public FactsBuilder starts(Started file) {
    withFiles = true;
    started.add(file);
    return this;
  }

  /// A package that the newest layer installs and the final tree has.
  public FactsBuilder installed(PackageRecord record) {
    withFiles = true;
    packages.add(new InstalledPackage(record, "", layers.size(), 0, null, null));
    return this;
  }

  /// A package that the newest layer installs and a later one replaces by another version.
  public FactsBuilder replaced(PackageRecord record, int in, String by) {
    withFiles = true;
    packages.add(new InstalledPackage(record, "", layers.size(), in, by, null));
    return this;
  }

  /// A package of Debian, with what it depends on and how it is marked.
  public FactsBuilder installed(String name, List<String> depends, Trait... traits) {
    PackageRecord record =
        PackageRecord.of(Ecosystem.DPKG, name, "1").needing(Relations.on(depends));
    for (Trait trait : traits) {
      record = record.with(trait);
    }
    return installed(record);
  }

  /// A file of the newest layer with these bits, in the final tree.
  public FactsBuilder privileged(String path, int mode, String owner) {
    return privileged(path, mode, false, owner);
  }

  /// A file of the newest layer with capabilities, in the final tree.
  public FactsBuilder capable(String path, String owner) {
    return privileged(path, 0755, true, owner);
  }

  private FactsBuilder privileged(String path, int mode, boolean capabilities, String owner) {
    withFiles = true;
    PackageName name = owner == null ? null : new PackageName(Ecosystem.DPKG, owner);
    privileged.add(new PrivilegedFile(path, mode, 0, 0, capabilities, layers.size(), name));
    return this;
  }

  /// The newest layer holds so many entries otherwise than its table of contents says.
  public FactsBuilder mismatch(int entries, String path) {
    withFiles = true;
    mismatches.add(new LayerMismatch(layers.size(), entries, path));
    return this;
  }

  /// What was skipped, capped or not understood.
  public FactsBuilder remark(String sentence) {
    withFiles = true;
    remarks.add(sentence);
    return this;
  }

  public FactsBuilder label(String name, String value) {
    labels.put(name, value);
    return this;
  }

  /// Puts the files so far into another order.
  public FactsBuilder shuffled(Random random) {
    Collections.shuffle(groups, random);
    return this;
  }

  public FactsBuilder passwd(String name, long uid) {
    withFiles = true;
    withPasswd = true;
    users.put(name, uid);
    return this;
  }

  public FactsBuilder base(BaseImage.Evidence evidence, int count, String name) {
    List<BaseImage.Known> known =
        evidence == BaseImage.Evidence.LAYERS && name != null
            ? List.of(new BaseImage.Known(name, count, null))
            : List.of();
    base = new BaseImage(evidence, count, name, known);
    return this;
  }

  /// Known bases whose layers are the lowest, nearest first.
  public FactsBuilder onKnown(BaseImage.Known... known) {
    BaseImage.Known nearest = known[0];
    base =
        new BaseImage(BaseImage.Evidence.LAYERS, nearest.layers(), nearest.name(), List.of(known));
    return this;
  }

  /// An annotation of the manifest.
  public FactsBuilder annotation(String name, String value) {
    annotations.put(name, value);
    return this;
  }

  /// The base's name as the image says it, in an annotation.
  public FactsBuilder claimsBase(String name) {
    return annotation("org.opencontainers.image.base.name", name);
  }

  /// What `/etc/os-release` of the first layer says.
  public FactsBuilder system(String id, String version, String prettyName) {
    withFiles = true;
    operatingSystem = new OperatingSystem(id, version, prettyName, 1);
    return this;
  }

  public FactsBuilder debian() {
    withFiles = true;
    operatingSystem = new OperatingSystem("debian", "12", "Debian GNU/Linux 12", 1);
    return this;
  }

  public FactsBuilder platform(Platform other) {
    platform = other;
    return this;
  }

  public Facts facts() {
    ImageConfig config =
        new ImageConfig(
            platform,
            user,
            entrypoint,
            command,
            environment,
            labels,
            layers.stream().map(Layer::diffId).toList(),
            history,
            exposedPorts,
            volumes,
            workingDirectory,
            healthcheck,
            "",
            created,
            List.of());
    FileFacts files =
        withFiles
            ? new FileFacts(
                groups,
                packages,
                operatingSystem,
                withPasswd ? users : null,
                privileged,
                secrets,
                new ProgramSurvey(programs, interpreters, started, libraries, List.of()),
                trees,
                system,
                mismatches,
                remarks)
            : null;
    return new Facts(digest(99), config, annotations, layers, base, files);
  }

  private static Digest digest(int number) {
    return new Digest("sha256", "%064x".formatted(number));
  }
}
