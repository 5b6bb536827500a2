package dev.plimsoll.packages.rpm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.Lines;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Relations.Need;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What matters of an RPM database, as text: a line for each value, a letter before it that says
/// what it is, `N` (the name) first for each package.
///
/// It is never more than the database was, and mostly a tenth.
final class RpmEssence {
  /// `Requires(pre)`: needed before the package is installed.
  private static final long BEFORE_INSTALLATION = 1 << 9;

  /// Needs that RPM itself meets.
  private static final String OF_RPM = "rpmlib(";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final int most;

  private RpmEssence(int most) {
    this.most = most;
  }

  /// Reads a database to its end; where it cannot be read, the essence says why.
  static byte[] of(byte[] database) {
    RpmEssence essence = new RpmEssence(database.length);
    try {
      store(database).forEach(header -> essence.add(new RpmHeader(header)));
    } catch (UnreadableException e) {
      return ("!" + e.getMessage()).getBytes(UTF_8);
    }
    return essence.out.toByteArray();
  }

  private static HeaderStore store(byte[] database) throws UnreadableException {
    if (SqliteTable.isOne(database)) {
      return new SqliteTable(database, "Packages");
    }
    if (NdbPackages.isOne(database)) {
      return new NdbPackages(database);
    }
    if (BerkeleyHash.isOne(database)) {
      return new BerkeleyHash(database);
    }
    throw new UnreadableException("it is no SQLite, ndb or Berkeley DB hash file");
  }

  private void add(RpmHeader header) throws UnreadableException {
    line('N', header.text(RpmHeader.NAME));
    line('V', version(header));
    line('A', header.text(RpmHeader.ARCHITECTURE));
    line('O', header.text(RpmHeader.SOURCE));
    line('S', Long.toString(size(header)));
    long[] flags = header.numbers(RpmHeader.REQUIRES_FLAGS);
    List<String> requires = header.texts(RpmHeader.REQUIRES);
    for (int i = 0; i < requires.size(); i++) {
      boolean before = i < flags.length && (flags[i] & BEFORE_INSTALLATION) != 0;
      if (!requires.get(i).startsWith(OF_RPM)) {
        line(before ? 'B' : 'R', requires.get(i));
      }
    }
    for (String recommended : header.texts(RpmHeader.RECOMMENDS)) {
      line('W', recommended);
    }
    for (String provided : header.texts(RpmHeader.PROVIDES)) {
      line('P', provided);
    }
    addFiles(header);
  }

  private void addFiles(RpmHeader header) throws UnreadableException {
    for (String path : header.texts(RpmHeader.OLD_FILE_NAMES)) {
      line('F', path);
    }
    List<String> directories = header.texts(RpmHeader.DIRECTORIES);
    List<String> names = header.texts(RpmHeader.BASE_NAMES);
    long[] indexes = header.numbers(RpmHeader.DIRECTORY_INDEXES);
    if (names.size() != indexes.length) {
      throw new UnreadableException("it is damaged: file names and directories do not match");
    }
    long current = -1;
    for (int i = 0; i < indexes.length; i++) {
      if (indexes[i] < 0 || indexes[i] >= directories.size()) {
        throw new UnreadableException("it is damaged: a file is in no directory");
      }
      if (indexes[i] != current) {
        current = indexes[i];
        line('D', directories.get((int) current));
      }
      line('F', names.get(i));
    }
  }

  /// `[epoch:]version-release`, as RPM writes it.
  private static String version(RpmHeader header) throws UnreadableException {
    long[] epoch = header.numbers(RpmHeader.EPOCH);
    return (epoch.length > 0 ? epoch[0] + ":" : "")
        + header.text(RpmHeader.VERSION)
        + "-"
        + header.text(RpmHeader.RELEASE);
  }

  private static long size(RpmHeader header) throws UnreadableException {
    long[] sizes =
        header.numbers(header.has(RpmHeader.LONG_SIZE) ? RpmHeader.LONG_SIZE : RpmHeader.SIZE);
    return sizes.length == 0 ? 0 : Math.max(0, sizes[0]);
  }

  private void line(char kind, String value) throws UnreadableException {
    if (out.size() + value.length() > most) {
      throw new UnreadableException("it is damaged: it tells more than it holds");
    }
    out.write(kind);
    out.writeBytes(value.replace('\n', '?').getBytes(UTF_8));
    out.write('\n');
  }

  /// Why the database could not be read; empty where it could.
  static String fault(byte[] essence) {
    return essence.length > 0 && essence[0] == '!'
        ? new String(essence, 1, essence.length - 1, UTF_8)
        : "";
  }

  /// The packages in an essence, each as the lines from one name to the next.
  static List<Described> packages(byte[] essence) {
    List<Described> packages = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= essence.length; i++) {
      boolean next = i == essence.length || (essence[i] == 'N' && essence[i - 1] == '\n');
      if (next) {
        packages.add(new Described(essence, start, i));
        start = i;
      }
    }
    return packages;
  }

  /// One package of an essence.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Described(byte[] essence, int from, int to) {
    /// What is told of it.
    PackageRecord record() {
      Fields fields = new Fields();
      Lines.forEach(Arrays.copyOfRange(essence, from, to), fields::add);
      return new PackageRecord(
          fields.name,
          fields.version,
          fields.architecture,
          fields.source,
          "",
          fields.size,
          new Relations(fields.requires, fields.before, fields.recommends, fields.provides),
          Set.of());
    }

    FileList files(int entry, PackageName owner) {
      return new Files(entry, owner, this);
    }
  }

  /// The values of one package, as its lines tell them.
  private static final class Fields {
    private PackageName name = new PackageName(Ecosystem.RPM, "");
    private String version = "";
    private String architecture = "";
    private String source = "";
    private Bytes size = Bytes.NONE;
    private final List<Need> requires = new ArrayList<>();
    private final List<Need> before = new ArrayList<>();
    private final List<Need> recommends = new ArrayList<>();
    private final List<String> provides = new ArrayList<>();

    void add(byte[] line) {
      if (line[0] == 'F' || line[0] == 'D') {
        return;
      }
      String value = new String(line, 1, line.length - 1, UTF_8);
      switch (line[0]) {
        case 'N' -> name = new PackageName(Ecosystem.RPM, value);
        case 'V' -> version = value;
        case 'A' -> architecture = value;
        case 'O' -> source = value;
        case 'S' -> size = new Bytes(Long.parseLong(value));
        case 'R' -> requires.add(Need.of(value));
        case 'B' -> before.add(Need.of(value));
        case 'W' -> recommends.add(Need.of(value));
        default -> provides.add(value);
      }
    }
  }

  private record Files(int entry, PackageName owner, Described described) implements FileList {
    @Override
    public void forEach(Consumer<byte[]> path) {
      byte[] text = described.essence;
      int directory = 0;
      int directoryEnd = 0;
      int end;
      for (int line = described.from; line < described.to; line = end + 1) {
        end = line;
        while (text[end] != '\n') {
          end++;
        }
        if (text[line] == 'D') {
          directory = line + 1;
          directoryEnd = end;
        } else if (text[line] == 'F') {
          int above = directoryEnd - directory;
          byte[] file = new byte[above + end - line - 1];
          System.arraycopy(text, directory, file, 0, above);
          System.arraycopy(text, line + 1, file, above, end - line - 1);
          path.accept(file);
        }
      }
    }
  }
}
