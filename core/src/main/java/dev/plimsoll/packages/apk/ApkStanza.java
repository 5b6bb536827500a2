package dev.plimsoll.packages.apk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Relations.Need;
import dev.plimsoll.packages.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One package in apk's `installed`: the lines from `from` to `to` of the file.
@SuppressWarnings("ArrayRecordComponent") // never compared
record ApkStanza(byte[] text, int from, int to) {
  /// More than all packages of the distribution.
  private static final int MOST = 100_000;

  /// All stanzas; an empty line ends each.
  static List<ApkStanza> in(byte[] text) {
    List<ApkStanza> stanzas = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length && stanzas.size() < MOST; i++) {
      boolean end = i == text.length || (text[i] == '\n' && i > 0 && text[i - 1] == '\n');
      if (end) {
        if (i > start + 1) {
          stanzas.add(new ApkStanza(text, start, i));
        }
        start = i + 1;
      }
    }
    return stanzas;
  }

  /// What it says of its package; `world` are the names asked for, or null where none are known.
  Optional<PackageRecord> record(@Nullable Set<String> world) {
    String name = value('P');
    if (name.isEmpty()) {
      return Optional.empty();
    }
    List<String> provides = words(value('p')).stream().map(ApkStanza::nameIn).toList();
    List<Need> needs =
        words(value('D')).stream()
            .filter(word -> word.charAt(0) != '!')
            .map(word -> Need.of(nameIn(word)))
            .toList();
    return Optional.of(
        new PackageRecord(
            new PackageName(Ecosystem.APK, name),
            value('V'),
            value('A'),
            value('o'),
            "",
            size(value('I')),
            new Relations(needs, List.of(), List.of(), provides),
            traits(name, provides, world)));
  }

  /// The files that it says its package owns.
  FileList files(int entry, PackageName owner) {
    return new Files(entry, owner, this);
  }

  /// The name in `name>=1.2`, `so:libc.so.1=1` or `name@repository`.
  static String nameIn(String word) {
    int end = 0;
    while (end < word.length() && "<>=~@".indexOf(word.charAt(end)) < 0) {
      end++;
    }
    return word.substring(0, end);
  }

  private static Set<Trait> traits(
      String name, List<String> provides, @Nullable Set<String> world) {
    if (world == null) {
      return Set.of();
    }
    boolean wanted = world.contains(name) || provides.stream().anyMatch(world::contains);
    return Set.of(wanted ? Trait.MANUAL : Trait.AUTOMATIC);
  }

  private String value(char field) {
    for (int line = from; line < to; line = lineEnd(line) + 1) {
      if (isField(line, field)) {
        return new String(text, line + 2, lineEnd(line) - line - 2, UTF_8).strip();
      }
      if (isField(line, 'F')) {
        return ""; // only files from here
      }
    }
    return "";
  }

  private boolean isField(int line, char field) {
    return line + 1 < to && text[line] == field && text[line + 1] == ':';
  }

  private int lineEnd(int line) {
    int end = line;
    while (end < to && text[end] != '\n') {
      end++;
    }
    return end;
  }

  private static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    for (String word : value.split("\\s+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static Bytes size(String digits) {
    return digits.matches("\\d{1,15}") ? new Bytes(Long.parseLong(digits)) : Bytes.NONE;
  }

  private record Files(int entry, PackageName owner, ApkStanza stanza) implements FileList {
    @Override
    public void forEach(Consumer<byte[]> path) {
      byte[] text = stanza.text;
      int directory = 0;
      int directoryEnd = 0;
      for (int line = stanza.from; line < stanza.to; line = stanza.lineEnd(line) + 1) {
        int end = stanza.lineEnd(line);
        if (stanza.isField(line, 'F')) {
          directory = line + 2;
          directoryEnd = end;
        } else if (stanza.isField(line, 'R')) {
          int above = directoryEnd - directory;
          byte[] file = new byte[above + 1 + end - line - 2];
          System.arraycopy(text, directory, file, 0, above);
          file[above] = '/';
          System.arraycopy(text, line + 2, file, above + 1, end - line - 2);
          path.accept(file);
        }
      }
    }
  }
}
