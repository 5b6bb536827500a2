package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// A Java runtime with the modules that the operator needs and `java` as its one program.
record JavaRuntime(Path directory, String version) {
  static final String HOME = "opt/java";

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

  /// Links it from the JDK that runs; or, for another machine, from the `jmods` of that machine's
  /// JDK of the same version.
  static JavaRuntime link(Optional<Path> modules, Path work) {
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
    return new JavaRuntime(directory, version(directory.resolve("release")));
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
