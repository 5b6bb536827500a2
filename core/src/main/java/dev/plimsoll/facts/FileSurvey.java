package dev.plimsoll.facts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.facts.FileFacts.OperatingSystem;
import dev.plimsoll.facts.program.CommandLine;
import dev.plimsoll.facts.program.ExecutableProbe;
import dev.plimsoll.facts.program.ProgramSurvey;
import dev.plimsoll.facts.secret.SecretProbe;
import dev.plimsoll.facts.secret.SecretSurvey;
import dev.plimsoll.layer.FileProbe;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.inventory.PackageInventory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes an image's file facts of its layers.
final class FileSurvey {
  /// The small files that must be kept when layers are read for a survey.
  static final KeptFiles FILES =
      PackageInventory.databases().and(ProgramSurvey.FILES).and(FileSurvey::mostBytes);

  /// How larger files are looked into for a survey.
  static final List<FileProbe> PROBES =
      Stream.concat(
              PackageInventory.probes().stream(),
              Stream.of(new SecretProbe(), new ExecutableProbe()))
          .toList();

  private static final List<String> OS_RELEASE = List.of("/etc/os-release", "/usr/lib/os-release");
  private static final String PASSWD = "/etc/passwd";
  private static final Set<String> OS_FILES =
      Set.of("/etc/os-release", "/usr/lib/os-release", "/var/lib/dpkg/status");
  private static final Pattern SETTING = Pattern.compile("(?m)^([A-Z_]+)=(.*)$");
  private static final int MOST_REMARKS = 40;

  /// Rules ask for them.
  private static final Comparator<String> GAPS_FIRST =
      Comparator.comparingInt(
          remark -> Concern.lacksRoom(remark) ? 0 : Concern.isGap(remark) ? 1 : 2);

  private final Overlay overlay;
  private final CommandLine line;
  private final List<String> remarks = new ArrayList<>();

  /// What was found, and the layer that brings the operating system, or 0.
  record Survey(FileFacts facts, int systemLayer) {}

  private FileSurvey(Overlay overlay, CommandLine line) {
    this.overlay = overlay;
    this.line = line;
    remarks.addAll(overlay.remarks());
  }

  /// Surveys the layers of an image that starts so; `remarks` are those made before.
  static Survey of(Overlay overlay, CommandLine line, List<String> remarks) {
    FileSurvey survey = new FileSurvey(overlay, line);
    survey.remarks.addAll(0, remarks);
    return new Survey(survey.facts(), survey.systemLayer());
  }

  private FileFacts facts() {
    PackageInventory inventory = PackageInventory.of(overlay);
    remarks.addAll(inventory.remarks());
    List<FileGroup> groups = FileGrouping.of(overlay, inventory.owners());
    OperatingSystem system = operatingSystem().orElse(null);
    Map<String, Long> users = users().orElse(null);
    SecretSurvey secrets = SecretSurvey.of(overlay, inventory.owners());
    remarks.addAll(secrets.remarks());
    ProgramSurvey programs = ProgramSurvey.of(overlay, inventory.owners(), line);
    remarks.addAll(programs.remarks());
    List<PrivilegedFile> privileged = PrivilegedFile.in(overlay, inventory.owners());
    if (privileged.size() == PrivilegedFile.MOST) {
      remarks.add("only the first " + PrivilegedFile.MOST + " setuid and setgid files are listed");
    }
    DependencyTrees trees = DependencyTrees.in(overlay);
    remarks.addAll(trees.remarks());
    return new FileFacts(
        groups,
        inventory.packages(),
        system,
        users,
        privileged,
        secrets.files(),
        programs,
        trees.all(),
        SystemMarks.in(overlay, system, groups),
        List.of(),
        cappedRemarks());
  }

  /// The lowest layer that holds what only an operating system's root holds.
  private int systemLayer() {
    return overlay.kept().stream()
        .filter(file -> OS_FILES.contains(file.path()))
        .mapToInt(file -> overlay.layerOf(file.entry()))
        .min()
        .orElse(0);
  }

  private Optional<OperatingSystem> operatingSystem() {
    for (String path : OS_RELEASE) {
      Overlay.Found found = overlay.file(path).orElse(null);
      String text = found == null ? null : text(path, found);
      if (found != null && text != null) {
        return Optional.of(operatingSystem(text, found.layer()));
      }
    }
    return Optional.empty();
  }

  private Optional<Map<String, Long>> users() {
    return overlay
        .file(PASSWD)
        .flatMap(found -> Optional.ofNullable(content(PASSWD, found)))
        .map(Passwd::users);
  }

  private @Nullable String text(String path, Overlay.Found found) {
    byte[] content = content(path, found);
    return content == null ? null : new String(content, UTF_8);
  }

  private byte @Nullable [] content(String path, Overlay.Found found) {
    byte[] content = found.content();
    if (content == null) {
      String way =
          path.equals(found.path()) ? path : path + " leads to " + found.path() + ", which";
      remarks.add(way + " was not read");
    }
    return content;
  }

  private List<String> cappedRemarks() {
    if (remarks.size() <= MOST_REMARKS) {
      return remarks;
    }
    List<String> capped =
        remarks.stream().sorted(GAPS_FIRST).limit(MOST_REMARKS).collect(Collectors.toList());
    capped.add("and " + (remarks.size() - MOST_REMARKS) + " more remarks");
    return capped;
  }

  /// Reads `NAME=value` lines (os-release(5)); the defaults are that page's.
  static OperatingSystem operatingSystem(String text, int layer) {
    Map<String, String> settings = new HashMap<>();
    Matcher line = SETTING.matcher(text);
    while (line.find()) {
      settings.put(line.group(1), unquoted(line.group(2).strip()));
    }
    return new OperatingSystem(
        settings.getOrDefault("ID", "linux"),
        settings.getOrDefault("VERSION_ID", ""),
        settings.getOrDefault("PRETTY_NAME", "Linux"),
        layer);
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() > 1
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
  }

  private static long mostBytes(String path) {
    if (path.equals(PASSWD)) {
      return 1 << 20;
    }
    return OS_RELEASE.contains(path) ? 1 << 16 : 0;
  }
}
