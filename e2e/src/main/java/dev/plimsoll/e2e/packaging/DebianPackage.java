package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Debian package, unpacked: what its control file says, and its files.
///
/// @param control the control file as it is
/// @param files where its files lie
record DebianPackage(String control, Path files) {

  private static final Pattern SOURCE = Pattern.compile("(\\S+)(?: \\((\\S+)\\))?");

  /// The source package that it was built from.
  record Source(String name, String version) {}

  static DebianPackage unpack(Path deb, Path work) {
    Path files = work.resolve(deb.getFileName().toString().replace(".deb", ""));
    try {
      Files.createDirectories(files);
    } catch (IOException e) {
      throw new PartsException("Cannot make " + files + ": " + e.getMessage(), e);
    }
    Command.run(List.of("dpkg-deb", "--extract", deb.toString(), files.toString()));
    return new DebianPackage(
        Command.run(List.of("dpkg-deb", "--field", deb.toString())).strip() + "\n", files);
  }

  String name() {
    return field("Package");
  }

  String version() {
    return field("Version");
  }

  String architecture() {
    return field("Architecture");
  }

  /// Where the control file names none, name and version are the package's own.
  Source source() {
    Matcher stated = SOURCE.matcher(optional("Source").orElseGet(this::name));
    if (!stated.matches()) {
      throw new PartsException("The source of package " + name() + " cannot be read.");
    }
    return new Source(
        stated.group(1), Objects.requireNonNullElseGet(stated.group(2), this::version));
  }

  /// The package that has this one's copyright: packages of one source may leave it to one of them.
  String documentedBy() {
    Path folder = files.resolve("usr/share/doc").resolve(name());
    return Files.isSymbolicLink(folder) ? target(folder).getFileName().toString() : name();
  }

  /// Where a library is: since Debian 13 all is below `usr`.
  String at(String path) {
    return Files.exists(files.resolve(path), LinkOption.NOFOLLOW_LINKS) ? path : "usr/" + path;
  }

  /// Adds those files and the package's copyright to the tree and records it as installed, as
  /// images without dpkg do: a file of its own in `status.d`, beside the hashes of what is there.
  ///
  /// @param wanted paths in the package; a symbolic link brings what it leads to
  void install(FileTree tree, List<String> wanted) {
    Map<String, Path> added = new TreeMap<>();
    List<String> all = new ArrayList<>(wanted);
    if (documentedBy().equals(name())) {
      all.add("usr/share/doc/" + name() + "/copyright");
    }
    all.forEach(path -> add(path, added));
    added.forEach((path, file) -> put(tree, path, file));
    tree.text("var/lib/dpkg/status.d/" + name(), control);
    tree.text(
        "var/lib/dpkg/status.d/" + name() + ".md5sums",
        added.entrySet().stream()
            .filter(e -> !Files.isSymbolicLink(e.getValue()))
            .map(e -> md5(e.getValue()) + "  " + e.getKey() + "\n")
            .collect(Collectors.joining()));
  }

  /// The files below `folder`, as paths in the package.
  List<String> below(String folder) {
    try (Stream<Path> found = Files.walk(files.resolve(folder))) {
      return found
          .filter(Files::isRegularFile)
          .map(file -> files.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new PartsException(name() + " has no readable " + folder + ": " + e.getMessage(), e);
    }
  }

  String text(String path) {
    try {
      return Files.readString(files.resolve(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new PartsException(name() + " has no readable " + path + ": " + e.getMessage(), e);
    }
  }

  private void add(String path, Map<String, Path> added) {
    Path file = files.resolve(path);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new PartsException(
          "%s %s has no %s: e2e/packaging names files that the package no longer has."
              .formatted(name(), version(), path));
    }
    if (added.put(path, file) == null && Files.isSymbolicLink(file)) {
      add(files.relativize(target(file)).toString(), added);
    }
  }

  private Path target(Path link) {
    try {
      Path to = Files.readSymbolicLink(link);
      return to.isAbsolute()
          ? files.resolve(to.toString().substring(1))
          : link.resolveSibling(to).normalize();
    } catch (IOException e) {
      throw new PartsException("Cannot read " + link + ": " + e.getMessage(), e);
    }
  }

  private static void put(FileTree tree, String path, Path file) {
    if (Files.isSymbolicLink(file)) {
      try {
        tree.link(path, Files.readSymbolicLink(file).toString());
      } catch (IOException e) {
        throw new PartsException("Cannot read " + file + ": " + e.getMessage(), e);
      }
    } else {
      tree.copy(path, file, Files.isExecutable(file) ? FileTree.PROGRAM : FileTree.FILE);
    }
  }

  private static String md5(Path file) {
    return Command.run(List.of("md5sum", file.toString())).substring(0, 32);
  }

  private String field(String name) {
    return optional(name)
        .orElseThrow(() -> new PartsException("A package has no field " + name + ":\n" + control));
  }

  private Optional<String> optional(String name) {
    return control
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }
}
