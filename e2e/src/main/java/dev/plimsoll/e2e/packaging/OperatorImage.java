package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.packaging.OciLayout.Descriptor;
import dev.plimsoll.e2e.packaging.OciLayout.Layer;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// `make image`: the operator's image and the base that it stands on, in an OCI layout.
///
/// The base has the system's files and Java, the image adds libraries, the application and the
/// ahead-of-time cache, so an upgrade of the operator brings the last two layers alone.
public final class OperatorImage {
  private static final String CACHE = Application.HOME + "/plimsoll.aot";
  private static final String LABEL = "org.opencontainers.image.";

  private final Architecture architecture;
  private final Optional<Path> modules;
  private final Project project = Project.read();
  private final Consumer<String> progress;

  /// @param modules the `jmods` of a JDK for that architecture, where it is not this machine's
  OperatorImage(Architecture architecture, Optional<Path> modules, Consumer<String> progress) {
    this.architecture = architecture;
    this.modules = modules;
    this.progress = progress;
    if (architecture != Architecture.here() && modules.isEmpty()) {
      throw new PartsException(
          "For %s, JMODS must name the jmods of a JDK 25 for %1$s: a Java runtime is linked from them."
              .formatted(architecture.label()));
    }
  }

  /// Builds for this machine's architecture.
  public static OperatorImage here(Consumer<String> progress) {
    return new OperatorImage(Architecture.here(), Optional.empty(), progress);
  }

  public static void main(String[] arguments) {
    if (arguments.length == 0 || arguments.length > 3) {
      System.err.println("Usage: OperatorImage DIRECTORY [ARCHITECTURE [JMODS]]");
      System.exit(2);
    }
    try {
      Architecture architecture =
          arguments.length > 1 ? Architecture.named(arguments[1]) : Architecture.here();
      Optional<Path> modules =
          arguments.length > 2 ? Optional.of(Path.of(arguments[2])) : Optional.empty();
      new OperatorImage(architecture, modules, System.err::println)
          .build(Path.of(arguments[0]))
          .print(System.out);
    } catch (PartsException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /// The name of the image in the layout.
  public String name() {
    return "plimsoll-operator:" + project.version();
  }

  /// Builds it. The layout has both images, and the image's bill of materials attached.
  public BuiltImage build(Path directory) {
    try (WorkDirectory work = WorkDirectory.at(null)) {
      progress.accept("linking a Java runtime");
      JavaRuntime java = JavaRuntime.link(architecture, modules, work.path());
      SystemFiles system =
          SystemFiles.download(architecture, java.needs(architecture), work.path());
      Application application = new Application(architecture, work.path());

      progress.accept("writing layers");
      OciLayout layout = new OciLayout(directory, project.time());
      List<Layer> base =
          List.of(
              layout.layer(system.tree(), system.instruction()),
              layout.layer(java.tree(), java.instruction()));
      List<Layer> layers = new ArrayList<>(base);
      layers.add(layout.layer(application.libraries(), "COPY lib /" + Application.HOME + "/lib"));
      layers.add(layout.layer(application.application(), "COPY app quarkus /" + Application.HOME));
      boolean trained = architecture == Architecture.here();
      if (trained) {
        layers.add(cacheLayer(layout, layers, work.path()));
      } else {
        progress.accept(
            "no ahead-of-time cache: Java for " + architecture.label() + " does not run here");
      }
      Descriptor image = write(layout, base, layers, trained);
      new ImageWriter(layout, architecture, project.time())
          .attach(image, BillOfMaterials.TYPE, application.materials(project, system, java).json());
      layout.finish();
      return new BuiltImage(directory, name(), image.digest(), layers);
    }
  }

  /// A run never trains twice to the same bytes, so what was learnt for these layers is kept.
  private Layer cacheLayer(OciLayout layout, List<Layer> layers, Path work) {
    Path cache =
        TrainedCaches.find(
            layers,
            () -> {
              Path directory = work.resolve("training");
              OciLayout training = new OciLayout(directory, project.time());
              layers.forEach(layer -> training.borrow(layer.descriptor(), layout));
              new ImageWriter(training, architecture, project.time())
                  .image(name(), layers, runs(false), Map.of());
              training.finish();
              return new Training(directory, name(), work, progress).cache();
            });
    return layout.layer(
        new FileTree().copy(CACHE, cache, FileTree.FILE),
        "RUN java -XX:AOTMode=create -XX:AOTCache=/" + CACHE);
  }

  private Descriptor write(
      OciLayout layout, List<Layer> base, List<Layer> layers, boolean trained) {
    ImageWriter writer = new ImageWriter(layout, architecture, project.time());
    String baseName = "plimsoll-base:" + project.version();
    Descriptor below =
        writer.image(
            baseName,
            base,
            Map.of("User", user(), "Env", environment()),
            facts(
                "Plimsoll base",
                "A Java runtime and the system files that it needs.",
                "GPL-2.0-only WITH Classpath-exception-2.0"));
    Map<String, String> facts =
        facts("Plimsoll operator", "Holds container images to a load line.", "Apache-2.0");
    facts.put(LABEL + "base.name", baseName);
    facts.put(LABEL + "base.digest", below.digest());
    return writer.image(name(), layers, runs(trained), facts);
  }

  private Map<String, String> facts(String title, String description, String licences) {
    Map<String, String> facts = new TreeMap<>();
    facts.put(LABEL + "created", project.time().toString());
    facts.put(LABEL + "description", description);
    facts.put(LABEL + "licenses", licences);
    facts.put(LABEL + "title", title);
    facts.put(LABEL + "version", project.version());
    return facts;
  }

  private static Map<String, Object> runs(boolean cached) {
    List<String> entrypoint = new ArrayList<>();
    entrypoint.add("/" + JavaRuntime.HOME + "/bin/java");
    entrypoint.add("@/" + Application.HOME + "/java.options");
    if (cached) {
      entrypoint.add("-XX:AOTCache=/" + CACHE);
    }
    entrypoint.addAll(List.of("-jar", "/" + Application.HOME + "/quarkus-run.jar"));
    return Map.of(
        "User",
        user(),
        "Entrypoint",
        entrypoint,
        "Env",
        environment(),
        "ExposedPorts",
        new TreeMap<>(Map.of("9443/tcp", Map.of(), "9000/tcp", Map.of())),
        "WorkingDir",
        "/");
  }

  private static String user() {
    return SystemFiles.USER + ":" + SystemFiles.USER;
  }

  private static List<String> environment() {
    return List.of("PATH=/" + JavaRuntime.HOME + "/bin", "LANG=C.UTF-8");
  }
}
