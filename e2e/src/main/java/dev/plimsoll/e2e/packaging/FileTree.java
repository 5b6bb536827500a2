package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files of one layer by their path in the image, without a leading slash, in order.
///
/// Folders above a file are there with mode 0755 unless they were added with another.
final class FileTree {
  static final int FOLDER = 0755;
  static final int FILE = 0644;
  static final int PROGRAM = 0755;

  /// What lies at one path.
  sealed interface Entry {
    record Folder(int mode) implements Entry {}

    record Copy(Path source, int mode) implements Entry {}

    record Text(String content, int mode) implements Entry {
      byte[] bytes() {
        return content.getBytes(StandardCharsets.UTF_8);
      }
    }

    record Link(String target) implements Entry {}
  }

  private final NavigableMap<String, Entry> entries = new TreeMap<>();

  FileTree folder(String path, int mode) {
    return put(path, new Entry.Folder(mode));
  }

  FileTree copy(String path, Path source, int mode) {
    return put(path, new Entry.Copy(source, mode));
  }

  FileTree text(String path, String content) {
    return put(path, new Entry.Text(content, FILE));
  }

  FileTree link(String path, String target) {
    return put(path, new Entry.Link(target));
  }

  /// Adds the files under `source`: programs stay programs, other modes become the usual ones.
  FileTree tree(String path, Path source) {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        addFile(path + "/" + source.relativize(file), file);
      }
    } catch (IOException e) {
      throw new PartsException("Cannot read " + source + ": " + e.getMessage(), e);
    }
    return this;
  }

  NavigableMap<String, Entry> entries() {
    return entries;
  }

  private void addFile(String path, Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      link(path, Files.readSymbolicLink(file).toString());
    } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      copy(path, file, Files.isExecutable(file) ? PROGRAM : FILE);
    }
  }

  private FileTree put(String path, Entry entry) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      entries.putIfAbsent(path.substring(0, slash), new Entry.Folder(FOLDER));
    }
    entries.put(path, entry);
    return this;
  }
}
