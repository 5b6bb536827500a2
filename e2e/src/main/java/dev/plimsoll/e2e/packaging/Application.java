package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The packaged operator, divided into what a release of ours changes and what it does not.
final class Application {
  static final String HOME = "opt/plimsoll";
  private static final String NATIVE_CODE = HOME + "/native/";

  /// Everything but the heap's size, which `JAVA_TOOL_OPTIONS` says where it matters: what is set
  /// here has the last word.
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:MaxRAMPercentage=37.5",
          // The second compiler waits: where a replica starts, reviews need the cores (ADR 0037).
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=120000",
          // No session is resumed: a caller's certificate counts for one connection (ADR 0038).
          "-Djdk.tls.server.enableSessionTicketExtension=false",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
          "-Djava.library.path=/" + NATIVE_CODE,
          "-DZstdNativePath=/" + NATIVE_CODE + "libzstd-jni.so");

  private final Path packaged;
  private final Architecture architecture;
  private final Path work;

  /// @param work where files may be made
  Application(Architecture architecture, Path work) {
    this.packaged = SourceTree.root().resolve("operator/target/quarkus-app");
    this.architecture = architecture;
    this.work = work;
    if (!Files.isRegularFile(packaged.resolve("quarkus-run.jar"))) {
      throw new PartsException("The operator is not packaged in " + packaged + ": run make build.");
    }
  }

  /// Jars of others.
  FileTree libraries() {
    FileTree tree = new FileTree();
    List<Path> jars = files("lib").stream().filter(file -> !isOurs(file)).toList();
    jars.forEach(file -> addLibrary(tree, file));
    NativeCode.of(architecture).forEach(code -> addNative(tree, code, jars));
    return tree;
  }

  /// Our jars, what Quarkus generated from them, and how Java is to be started.
  FileTree application() {
    FileTree tree = new FileTree();
    Stream.of(
            files("app"),
            files("quarkus"),
            files("lib").stream().filter(Application::isOurs).toList())
        .flatMap(List::stream)
        .forEach(file -> tree.copy(path(file), file, FileTree.FILE));
    tree.copy(HOME + "/quarkus-run.jar", packaged.resolve("quarkus-run.jar"), FileTree.FILE);
    return tree.text(HOME + "/java.options", String.join("\n", OPTIONS) + "\n")
        .copy(HOME + "/LICENSE", SourceTree.root().resolve("LICENSE"), FileTree.FILE);
  }

  /// What the image is made of: its system, its Java, and the jars that Quarkus packaged.
  BillOfMaterials materials(Project project, SystemFiles system, JavaRuntime java) {
    return BillOfMaterials.ofImage(project).add(system).add(java).add(libraries(), resolved());
  }

  /// The licences of the jars that Quarkus packaged, by the address of each.
  Map<String, List<String>> licences(Project project) {
    return BillOfMaterials.ofImage(project).add(libraries(), resolved()).licencesByAddress();
  }

  private List<String> resolved() {
    Path resolved = packaged.resolve("quarkus-app-dependencies.txt");
    try {
      return Files.readAllLines(resolved);
    } catch (IOException e) {
      throw new PartsException("Cannot read " + resolved + ": " + e.getMessage(), e);
    }
  }

  private void addLibrary(FileTree tree, Path file) {
    if (NativeCode.isIn(file)) {
      if (NativeCode.of(architecture).stream().noneMatch(code -> code.isOf(file))) {
        throw new PartsException(file + " has native code: name in NativeCode what is needed.");
      }
      Path thin = work.resolve("thin-" + file.getFileName());
      NativeCode.strip(file, thin);
      tree.copy(path(file), thin, FileTree.FILE);
    } else {
      tree.copy(path(file), file, FileTree.FILE);
    }
  }

  private void addNative(FileTree tree, NativeCode code, List<Path> jars) {
    byte[] found =
        jars.stream()
            .filter(code::isOf)
            .flatMap(jar -> code.from(jar).stream())
            .findFirst()
            .orElseThrow(() -> new PartsException("No jar has " + code.inJar() + "."));
    Path file = work.resolve(code.file());
    try {
      Files.write(file, found);
    } catch (IOException e) {
      throw new PartsException("Cannot write " + file + ": " + e.getMessage(), e);
    }
    tree.copy(NATIVE_CODE + code.file(), file, FileTree.PROGRAM);
  }

  private String path(Path file) {
    return HOME + "/" + packaged.relativize(file);
  }

  private static boolean isOurs(Path file) {
    return file.getFileName().toString().startsWith("dev.plimsoll.");
  }

  private List<Path> files(String folder) {
    try (Stream<Path> all = Files.walk(packaged.resolve(folder))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new PartsException("Cannot read " + packaged + ": " + e.getMessage(), e);
    }
  }
}
