package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The bills of materials of what is shipped, the operator's image and the command line, made from
/// what the build packaged without building either.
public final class ShippedBills {
  public static final String SUFFIX = ".cdx.json";
  private static final Path COMMAND_LINE = SourceTree.root().resolve("cli/target");

  private ShippedBills() {}

  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("Usage: ShippedBills DIRECTORY");
      System.exit(2);
    }
    try {
      write(Path.of(arguments[0])).forEach(System.out::println);
    } catch (PartsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  /// Writes them into `directory`, each as `NAME.cdx.json`.
  public static List<Path> write(Path directory) {
    Project project = Project.read();
    try (WorkDirectory work = WorkDirectory.at(null)) {
      Files.createDirectories(directory);
      SystemFiles system = SystemFiles.download(Architecture.here(), Set.of(), work.path());
      BillOfMaterials image =
          new Application(Architecture.here(), work.path())
              .materials(project, system, JavaRuntime.here());
      return List.of(
          Files.write(directory.resolve("plimsoll-operator" + SUFFIX), image.json()),
          Files.write(directory.resolve("plimsoll-cli" + SUFFIX), commandLine(project).json()));
    } catch (IOException e) {
      throw new PartsException("Cannot write bills of materials: " + e.getMessage(), e);
    }
  }

  /// What the command line is made of, as it was packaged.
  static BillOfMaterials commandLine(Project project) throws IOException {
    Path resolved = COMMAND_LINE.resolve("libraries.txt");
    if (!Files.isRegularFile(resolved)) {
      throw new PartsException("The command line is not packaged in cli/target: run make build.");
    }
    FileTree tree = new FileTree();
    try (Stream<Path> jars = Files.list(COMMAND_LINE.resolve("lib"))) {
      jars.filter(jar -> !jar.getFileName().toString().startsWith("plimsoll-"))
          .forEach(jar -> tree.copy("lib/" + jar.getFileName(), jar, FileTree.FILE));
    }
    List<String> libraries =
        Files.readAllLines(resolved).stream()
            .map(line -> line.strip().split(" ")[0].split(":"))
            .filter(part -> part.length >= 5)
            .map(ShippedBills::asQuarkusWritesIt)
            .toList();
    return BillOfMaterials.ofCommandLine(project).add(JavaRuntime.here()).add(tree, libraries);
  }

  /// From `group:artifact:type[:classifier]:version:scope`, as Maven lists dependencies.
  private static String asQuarkusWritesIt(String[] part) {
    String classifier = part.length > 5 ? part[3] : "";
    return String.join(":", part[0], part[1], classifier, part[2], part[part.length - 2]);
  }
}
