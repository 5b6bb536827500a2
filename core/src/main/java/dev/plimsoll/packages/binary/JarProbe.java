package dev.plimsoll.packages.binary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.layer.FileProbe;
import dev.plimsoll.packages.Notes;
import dev.plimsoll.packages.Stanzas;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Looks into Java archives: which Maven artifacts they are made of, which archives are in them.
///
/// Notes: `A` that it is an archive; `M` group:artifact and, where it can be read, version of
/// each `pom.properties`; `J` the path of each archive inside; `V` the manifest's version; `?`
/// where the archive's directory was not read to its beginning.
final class JarProbe implements FileProbe {
  static final String NAME = "java-archive";
  static final Pattern ARCHIVE = Pattern.compile(".*\\.(?:jar|war|ear|hpi|jpi)");

  private static final int FRONT = 16 << 10;
  private static final int LEAST_TAIL = 64 << 10;
  private static final int MOST_TAIL = 4 << 20;
  private static final int MOST_UNPACKED = 64 << 10;
  private static final int MOST_NOTES = 512 << 10;
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final Pattern PROPERTIES =
      Pattern.compile(".*META-INF/maven/([^/]+)/([^/]+)/pom\\.properties");
  private static final Pattern VERSION = Pattern.compile("(?m)^version\\s*[=:]\\s*(\\S+)");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable Look look(String path, long size, byte[] head) {
    return ARCHIVE.matcher(path).matches() && size > 22 ? new Jar(size) : null;
  }

  /// One archive: first its front, then its end.
  private static final class Jar implements Look {
    private final long size;
    private final long tailStart;
    private byte[] front = new byte[0];
    private byte[] tail = new byte[0];
    private int seen;

    Jar(long size) {
      this.size = size;
      long tailLength = Math.clamp(LEAST_TAIL + size / 8, LEAST_TAIL, MOST_TAIL);
      this.tailStart = Math.max(0, size - tailLength);
    }

    @Override
    public @Nullable Range next() {
      return switch (seen) {
        case 0 -> new Range(0, tailStart == 0 ? (int) size : (int) Math.min(FRONT, tailStart));
        case 1 -> tailStart == 0 ? null : new Range(tailStart, (int) (size - tailStart));
        default -> null;
      };
    }

    @Override
    public void see(byte[] bytes) {
      if (tailStart == 0) {
        tail = bytes;
      } else if (seen == 0) {
        front = bytes;
      } else {
        tail = bytes;
      }
      seen++;
    }

    @Override
    public byte[] found() {
      ZipDirectory directory = new ZipDirectory(tail, size);
      Notes notes = new Notes();
      notes.add('A', "");
      if (!directory.isComplete()) {
        notes.add('?', "");
      }
      for (ZipDirectory.Entry entry : directory.entries()) {
        if (notes.size() < MOST_NOTES) {
          note(entry, notes);
        }
      }
      return notes.bytes();
    }

    private void note(ZipDirectory.Entry entry, Notes notes) {
      Matcher properties = PROPERTIES.matcher(entry.name());
      if (entry.name().equals(MANIFEST)) {
        content(entry).ifPresent(text -> noteManifest(new String(text, UTF_8), notes));
      } else if (properties.matches()) {
        String version =
            content(entry)
                .map(text -> VERSION.matcher(new String(text, ISO_8859_1)))
                .filter(Matcher::find)
                .map(found -> " " + found.group(1))
                .orElse("");
        notes.add('M', properties.group(1) + ":" + properties.group(2) + version);
      } else if (ARCHIVE.matcher(entry.name()).matches()) {
        notes.add('J', entry.name());
      }
    }

    private static void noteManifest(String manifest, Notes notes) {
      List<Map<String, String>> stanzas = Stanzas.in(manifest.replace("\r\n", "\n"));
      Map<String, String> main = stanzas.isEmpty() ? Map.of() : stanzas.getFirst();
      Stream.of("implementation-version", "bundle-version")
          .map(field -> main.getOrDefault(field, "").replaceAll("[;\\s].*", ""))
          .filter(version -> !version.isBlank())
          .findFirst()
          .ifPresent(version -> notes.add('V', version));
    }

    /// The content of an entry that lies in what was seen.
    private Optional<byte[]> content(ZipDirectory.Entry entry) {
      byte[] seenThere = entry.offset() >= tailStart ? tail : front;
      long at = entry.offset() >= tailStart ? entry.offset() - tailStart : entry.offset();
      if (at + 30 > seenThere.length || entry.packed() > MOST_UNPACKED) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(seenThere).order(ByteOrder.LITTLE_ENDIAN);
      int local = (int) at;
      int names = (bytes.getShort(local + 26) & 0xffff) + (bytes.getShort(local + 28) & 0xffff);
      long start = local + 30L + names;
      if (start + entry.packed() > seenThere.length) {
        return Optional.empty();
      }
      byte[] packed = Arrays.copyOfRange(seenThere, (int) start, (int) (start + entry.packed()));
      return entry.method() == 0 ? Optional.of(packed) : inflate(packed);
    }

    private static Optional<byte[]> inflate(byte[] packed) {
      Inflater inflater = new Inflater(true);
      try {
        inflater.setInput(packed);
        byte[] unpacked = new byte[MOST_UNPACKED];
        int length = inflater.inflate(unpacked);
        return Optional.of(Arrays.copyOf(unpacked, length));
      } catch (DataFormatException _) {
        return Optional.empty();
      } finally {
        inflater.end();
      }
    }
  }
}
