package dev.plimsoll.e2e.packaging;

import static java.util.stream.Collectors.toCollection;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Java runtime with the modules that the operator needs and `java` as its one program.
record JavaRuntime(Path directory, String version) {
  static final String HOME = "opt/java";

  private static final Pattern NEEDED = Pattern.compile("\\(NEEDED\\).*\\[(.+)]");
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  /// What the operator and its libraries use: jdk.management counts memory and threads,
  /// java.naming finds hosts, jdk.unsupported is what Netty and Caffeine reach memory through.
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.xml",
          "jdk.management",
          "jdk.unsupported");

  /// Links it from the JDK that runs; or, for another architecture, from the `jmods` of that one's
  /// JDK of the same version. Nothing that runs it reads its symbols, so they are left out.
  static JavaRuntime link(Architecture architecture, Optional<Path> modules, Path work) {
    Path directory = work.resolve("java");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jlink").toString());
    modules.ifPresent(path -> command.addAll(List.of("--module-path", path.toString())));
    command.addAll(
        List.of(
            "--add-modules=" + String.join(",", MODULES),
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--vm=server",
            "--output=" + directory));
    Command.run(command);
    keepJavaAlone(directory.resolve("bin"));
    strip(architecture, directory);
    return new JavaRuntime(directory, version(directory.resolve("release")));
  }

  /// The one that runs, of which runtimes are linked.
  static JavaRuntime here() {
    Path home = Path.of(System.getProperty("java.home"));
    return new JavaRuntime(home, version(home.resolve("release")));
  }

  /// The shared libraries that it has the system bring, by their names. Temurin's JDK needs the C
  /// library alone, Debian's more.
  SortedSet<String> needs(Architecture architecture) {
    List<Path> code = nativeCode(directory);
    List<String> command = new ArrayList<>(List.of(architecture.triplet() + "-readelf", "-d"));
    code.forEach(file -> command.add(file.toString()));
    SortedSet<String> names =
        NEEDED
            .matcher(Command.run(command))
            .results()
            .map(found -> found.group(1))
            .collect(toCollection(TreeSet::new));
    code.forEach(file -> names.remove(file.getFileName().toString()));
    return names;
  }

  FileTree tree() {
    return new FileTree().tree(HOME, directory);
  }

  String instruction() {
    return "RUN jlink --add-modules=%s --output=/%s # Java %s"
        .formatted(String.join(",", MODULES), HOME, version);
  }

  private static void keepJavaAlone(Path programs) {
    try (Stream<Path> all = Files.list(programs)) {
      for (Path program : all.toList()) {
        if (!program.endsWith("java")) {
          Files.delete(program);
        }
      }
    } catch (IOException e) {
      throw new PartsException("Cannot tidy " + programs + ": " + e.getMessage(), e);
    }
  }

  private static void strip(Architecture architecture, Path directory) {
    List<String> command = new ArrayList<>(List.of(architecture.triplet() + "-strip"));
    command.add("--strip-all");
    nativeCode(directory).forEach(file -> command.add(file.toString()));
    Command.run(command);
  }

  private static List<Path> nativeCode(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).filter(JavaRuntime::isNativeCode).sorted().toList();
    } catch (IOException e) {
      throw new PartsException("Cannot search " + directory + ": " + e.getMessage(), e);
    }
  }

  /// Whether a file is in the Executable and Linkable Format, by the four bytes it begins with.
  private static boolean isNativeCode(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return Arrays.equals(bytes.readNBytes(ELF.length), ELF);
    } catch (IOException e) {
      throw new PartsException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String version(Path release) {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new PartsException("Cannot read " + release + ": " + e.getMessage(), e);
    }
    return properties
        .getProperty("JAVA_RUNTIME_VERSION", System.getProperty("java.vm.version"))
        .replace("\"", "");
  }
}
