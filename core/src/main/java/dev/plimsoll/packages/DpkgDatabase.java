package dev.plimsoll.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Debian's package database: `info/*.list` beside `status`, or, in distroless images, a file
/// per package in `status.d` with its checksums beside it.
final class DpkgDatabase implements FileLists {
  static final KeptFiles FILES = DpkgDatabase::mostBytes;

  private static final String ROOT = "/var/lib/dpkg/";
  private static final String STATUS = ROOT + "status";
  private static final String SPLIT = ROOT + "status.d/";
  private static final String LISTS = ROOT + "info/";
  private static final String LIST = ".list";
  private static final String CHECKSUMS = ".md5sums";
  private static final Pattern NAME = Pattern.compile("(?m)^Package: *(\\S+)");
  private static final Pattern INSTALLED =
      Pattern.compile("(?m)^Status: \\S+ \\S+ (installed|unpacked|half-configured|triggers-\\S+)");
  private static final int NAMED = 3;

  private final List<FileList> lists = new ArrayList<>();
  private final Set<String> listed = new HashSet<>();
  private final Set<String> installed = new TreeSet<>();

  DpkgDatabase(Overlay overlay) {
    Overlay.Found status = overlay.file(STATUS).orElse(null);
    if (status != null && status.content() != null) {
      readStatus(new String(status.content(), UTF_8));
    }
    Map<String, String> split = new HashMap<>();
    for (Overlay.Kept file : overlay.kept()) {
      if (file.path().startsWith(SPLIT) && !file.path().endsWith(CHECKSUMS)) {
        split.put(file.path(), nameIn(file));
      }
    }
    for (Overlay.Kept file : overlay.kept()) {
      readFile(file, split);
    }
  }

  @Override
  public List<FileList> lists() {
    return lists;
  }

  @Override
  public List<String> remarks() {
    List<String> unlisted = installed.stream().filter(name -> !listed.contains(name)).toList();
    if (unlisted.isEmpty()) {
      return List.of();
    }
    String some = String.join(", ", unlisted.subList(0, Math.min(NAMED, unlisted.size())));
    return List.of(
        "dpkg lists no files of %d installed packages (%s%s); their files count as no package's"
            .formatted(unlisted.size(), some, unlisted.size() > NAMED ? " …" : ""));
  }

  private void readFile(Overlay.Kept file, Map<String, String> split) {
    String path = file.path();
    if (path.startsWith(LISTS) && path.endsWith(LIST)) {
      add(new PathList(file.entry(), nameOfList(path), file.content()));
    } else if (path.startsWith(SPLIT) && path.endsWith(CHECKSUMS)) {
      String described = path.substring(0, path.length() - CHECKSUMS.length());
      String plain = described.substring(SPLIT.length());
      add(new ChecksumList(file.entry(), split.getOrDefault(described, plain), file.content()));
    } else if (split.containsKey(path)) {
      installed.add(split.get(path));
    }
  }

  private void add(FileList list) {
    lists.add(list);
    listed.add(list.packageName());
  }

  private void readStatus(String text) {
    for (String stanza : text.split("\n\n", -1)) {
      Matcher name = NAME.matcher(stanza);
      if (name.find() && INSTALLED.matcher(stanza).find()) {
        installed.add(name.group(1));
      }
    }
  }

  private static String nameIn(Overlay.Kept file) {
    Matcher name = NAME.matcher(new String(file.content(), UTF_8));
    return name.find() ? name.group(1) : file.path().substring(SPLIT.length());
  }

  /// `libc6:amd64.list` belongs to libc6.
  private static String nameOfList(String path) {
    String name = path.substring(LISTS.length(), path.length() - LIST.length());
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  private static long mostBytes(String path) {
    if (!path.startsWith(ROOT)) {
      return 0;
    }
    if (path.equals(STATUS)) {
      return 16 << 20;
    }
    boolean list = path.startsWith(LISTS) && path.endsWith(LIST);
    return list || path.startsWith(SPLIT) ? 4 << 20 : 0;
  }

  private static void forEachLine(byte[] text, Consumer<byte[]> line) {
    int start = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == '\n') {
        if (i > start) {
          line.accept(Arrays.copyOfRange(text, start, i));
        }
        start = i + 1;
      }
    }
  }

  /// One path on each line.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record PathList(int entry, String packageName, byte[] text) implements FileList {
    @Override
    public void forEach(Consumer<byte[]> path) {
      forEachLine(text, path);
    }
  }

  /// A checksum, two blanks and a path on each line.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record ChecksumList(int entry, String packageName, byte[] text) implements FileList {
    private static final int CHECKSUM = 34;

    @Override
    public void forEach(Consumer<byte[]> path) {
      forEachLine(
          text,
          line -> {
            if (line.length > CHECKSUM) {
              path.accept(Arrays.copyOfRange(line, CHECKSUM, line.length));
            }
          });
    }
  }
}
