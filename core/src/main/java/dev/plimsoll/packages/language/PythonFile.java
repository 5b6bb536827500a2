package dev.plimsoll.packages.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.Lines;
import dev.plimsoll.packages.Notes;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Stanzas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file that says something about a Python distribution, and what is kept of it.
enum PythonFile {
  /// Name, version and needs.
  METADATA {
    @Override
    byte[] essence(byte[] content) {
      String text = new String(content, UTF_8);
      Notes notes = new Notes();
      Stanzas.valuesOf("Name", text).stream().limit(1).forEach(name -> notes.add('N', name));
      Stanzas.valuesOf("Version", text).stream().limit(1).forEach(it -> notes.add('V', it));
      Stanzas.valuesOf("Requires-Dist", text).stream()
          .filter(need -> !EXTRA.matcher(need).find())
          .forEach(need -> notes.add('R', nameIn(need)));
      return notes.bytes();
    }
  },
  /// Its files, as CSV, in the first column.
  RECORD {
    @Override
    byte[] essence(byte[] content) {
      Notes notes = new Notes();
      Lines.forEach(content, line -> notes.add('F', firstColumn(new String(line, UTF_8))));
      return notes.bytes();
    }
  },
  /// That somebody asked for it.
  REQUESTED {
    @Override
    byte[] essence(byte[] content) {
      return new byte[0];
    }
  },
  /// Where it came from, if from no index.
  ORIGIN {
    @Override
    byte[] essence(byte[] content) {
      JsonNode document = Json.read(content);
      String url = document == null ? "" : Json.text(document, "url");
      return Paths.withoutSecrets(url).getBytes(UTF_8);
    }
  };

  private static final Pattern PLACE =
      Pattern.compile(
          "(.*\\.(?:dist-info|egg-info)|.*\\.egg/EGG-INFO)"
              + "/(METADATA|PKG-INFO|RECORD|installed-files\\.txt|REQUESTED|direct_url\\.json)");
  private static final Pattern LONE = Pattern.compile(".*/[^/]+\\.egg-info");
  private static final Pattern EXTRA = Pattern.compile(";.*\\bextra\\s*==");
  private static final Pattern NAME = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9._-]*");

  abstract byte[] essence(byte[] content);

  /// What the file at a path is, or null where it says nothing of a distribution.
  static @Nullable PythonFile of(String path) {
    if (!path.contains(".dist-info") && !path.contains(".egg")) {
      return null;
    }
    Matcher place = PLACE.matcher(path);
    if (!place.matches()) {
      return LONE.matcher(path).matches() ? METADATA : null;
    }
    return switch (place.group(2)) {
      case "METADATA", "PKG-INFO" -> METADATA;
      case "RECORD", "installed-files.txt" -> RECORD;
      case "REQUESTED" -> REQUESTED;
      default -> ORIGIN;
    };
  }

  /// The directory, or the single file, that describes the distribution.
  static String distribution(String path) {
    return LONE.matcher(path).matches() ? path : Paths.parent(path);
  }

  /// What the essence of metadata says.
  static Optional<PackageRecord> record(byte[] essence) {
    List<String> needs = new ArrayList<>();
    String[] identity = {"", ""};
    Notes.forEach(
        essence,
        (kind, text) -> {
          switch (kind) {
            case 'N' -> identity[0] = normal(text);
            case 'V' -> identity[1] = text;
            default -> needs.add(text);
          }
        });
    return identity[0].isEmpty()
        ? Optional.empty()
        : Optional.of(
            PackageRecord.of(Ecosystem.PYTHON, identity[0], identity[1])
                .needing(Relations.on(needs.stream().distinct().toList())));
  }

  /// Calls with the absolute path of each file in the essence of a list. Paths in `RECORD` are
  /// as seen from where the modules are, in `installed-files.txt` from the `egg-info`.
  static void forEachPath(String distribution, Overlay.Kept list, Consumer<byte[]> path) {
    String from = list.path().endsWith("/RECORD") ? Paths.parent(distribution) : distribution;
    Notes.forEach(
        list.content(), (_, text) -> path.accept(Paths.resolve(from, text).getBytes(UTF_8)));
  }

  /// A name as indexes compare it: `Foo_Bar.baz` and `foo-bar-baz` are one.
  static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  private static String nameIn(String need) {
    Matcher name = NAME.matcher(need.strip());
    return name.find() ? normal(name.group()) : need.strip();
  }

  private static String firstColumn(String line) {
    if (line.startsWith("\"")) {
      int end = line.indexOf("\",", 1);
      String quoted = end < 0 ? line.substring(1) : line.substring(1, end);
      return quoted.replace("\"\"", "\"");
    }
    int comma = line.indexOf(',');
    return (comma < 0 ? line : line.substring(0, comma)).replace("\r", "");
  }
}
