package dev.plimsoll.e2e.installation;

import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What an operator is started from.
public interface OperatorProgram {

  /// A command and the variables that it needs.
  record Start(List<String> command, Map<String, String> environment) {}

  /// How it is started with these properties, to talk to the cluster of `kubeconfig`.
  Start start(Path kubeconfig, Map<String, String> properties);

  /// Under which path it sees a file of this machine.
  default String visible(Path file) {
    return file.toString();
  }

  /// The jars that `make build` packages, in the Java that runs this.
  static OperatorProgram packaged() {
    Path application = SourceTree.root().resolve("operator/target/quarkus-app/quarkus-run.jar");
    if (!Files.isRegularFile(application)) {
      throw new PartsException(
          "The operator is not packaged (" + application + " is missing): run make build.");
    }
    return (kubeconfig, properties) -> {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "-Xmx192m",
              "-XX:+UseSerialGC",
              "-XX:+UseCompactObjectHeaders",
              "-XX:TieredStopAtLevel=4",
              "--enable-native-access=ALL-UNNAMED",
              "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
      properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
      command.addAll(List.of("-jar", application.toString()));
      return new Start(
          command,
          Map.of(
              "KUBECONFIG",
              kubeconfig.toString(),
              // Few of them are asked so much that it pays; a property outweighs a variable.
              "PLIMSOLL_ADMISSION_REHEARSALS",
              "0"));
    };
  }
}
