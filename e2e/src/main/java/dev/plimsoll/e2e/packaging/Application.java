package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// The packaged operator, divided into what a release of ours changes and what it does not.
///
/// The one library with native code carries it for a dozen systems and would unpack it into `/tmp`
/// at start: the image has it once, as a file.
final class Application {
  static final String HOME = "opt/plimsoll";
  private static final String NATIVE_CODE = HOME + "/native/libzstd-jni.so";
  private static final String ZSTD = "com.github.luben.zstd-jni-";

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
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
          "-DZstdNativePath=/" + NATIVE_CODE);

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
    for (Path file : files("lib")) {
      if (!isOurs(file)) {
        addLibrary(tree, file);
      }
    }
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
    if (file.getFileName().toString().startsWith(ZSTD)) {
      tree.copy(path(file), withoutNativeCode(file), FileTree.FILE);
      tree.copy(NATIVE_CODE, nativeCode(file), FileTree.PROGRAM);
    } else {
      tree.copy(path(file), file, FileTree.FILE);
    }
  }

  private Path withoutNativeCode(Path jar) {
    Path thin = work.resolve("thin-" + jar.getFileName());
    try (ZipFile from = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(thin);
        ZipOutputStream to = new ZipOutputStream(file)) {
      for (ZipEntry entry : entries(from)) {
        if (!isNativeCode(entry)) {
          ZipEntry copy = new ZipEntry(entry.getName());
          copy.setTimeLocal(entry.getTimeLocal());
          to.putNextEntry(copy);
          from.getInputStream(entry).transferTo(to);
        }
      }
    } catch (IOException e) {
      throw new PartsException("Cannot copy " + jar + ": " + e.getMessage(), e);
    }
    return thin;
  }

  private Path nativeCode(Path jar) {
    Path library = work.resolve("libzstd-jni.so");
    String wanted = "linux/" + architecture.zstd() + "/";
    try (ZipFile from = new ZipFile(jar.toFile())) {
      ZipEntry entry =
          entries(from).stream()
              .filter(e -> e.getName().startsWith(wanted) && isNativeCode(e))
              .findFirst()
              .orElseThrow(() -> new PartsException(jar + " has nothing under " + wanted + "."));
      Files.write(library, from.getInputStream(entry).readAllBytes());
      return library;
    } catch (IOException e) {
      throw new PartsException("Cannot read " + jar + ": " + e.getMessage(), e);
    }
  }

  private static List<ZipEntry> entries(ZipFile file) {
    return new ArrayList<>(file.stream().map(ZipEntry.class::cast).toList());
  }

  private static boolean isNativeCode(ZipEntry entry) {
    String name = entry.getName();
    return name.endsWith(".so") || name.endsWith(".dll") || name.endsWith(".dylib");
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
