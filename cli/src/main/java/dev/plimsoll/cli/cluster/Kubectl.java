package dev.plimsoll.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The `kubectl` of whoever calls, with the context that they chose.
public final class Kubectl {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TIMEOUT = "--request-timeout=60s";
  private static final int MOST_SAID = 64 * 1024;

  private final Path program;
  private final Connection connection;
  private final Map<String, String> environment;

  private Kubectl(Path program, Connection connection, Map<String, String> environment) {
    this.program = program;
    this.connection = connection;
    this.environment = environment;
  }

  /// How kubectl is to reach the cluster; null for what it does by itself.
  public record Connection(@Nullable String context, @Nullable String kubeconfig) {
    private List<String> flags() {
      List<String> flags = new ArrayList<>();
      if (context != null) {
        flags.add("--context=" + context);
      }
      if (kubeconfig != null) {
        flags.add("--kubeconfig=" + kubeconfig);
      }
      return flags;
    }
  }

  /// The first kubectl on the `PATH` of this environment.
  public static Kubectl find(Connection connection, Map<String, String> environment)
      throws ClusterException {
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path program = Path.of(directory).resolve("kubectl");
      if (!directory.isEmpty() && Files.isExecutable(program) && !Files.isDirectory(program)) {
        return new Kubectl(program, connection, environment);
      }
    }
    throw new ClusterException(
        "there is no kubectl on the PATH, which this command asks the cluster by; install it, or put"
            + " its directory on the PATH",
        false);
  }

  /// Gives each object of these resources to `each`: those in a namespace, or where that is
  /// null in all, or those of the cluster.
  public void list(String resources, @Nullable String namespace, Consumer<ObjectNode> each)
      throws ClusterException {
    get(resources, List.of(namespace == null ? "--all-namespaces" : "-n=" + namespace), each);
  }

  /// Gives the object of this name, which belongs to no namespace, to `each`.
  public void one(String resource, String name, Consumer<ObjectNode> each) throws ClusterException {
    get(resource, List.of(name), each);
  }

  private void get(String resources, List<String> which, Consumer<ObjectNode> each)
      throws ClusterException {
    List<String> line = new ArrayList<>(List.of(program.toString(), "get", resources));
    line.addAll(which);
    line.addAll(List.of("-o=json", TIMEOUT));
    line.addAll(connection.flags());
    Process process = start(line);
    try (InputStream out = process.getInputStream()) {
      CompletableFuture<String> said =
          CompletableFuture.supplyAsync(() -> said(process), Thread::startVirtualThread);
      IOException fault = read(out, each);
      int exit = process.waitFor();
      if (exit != 0) {
        throw Refusal.of(resources, said.join());
      }
      if (fault != null) {
        throw new ClusterException(
            "kubectl get %s wrote what is no JSON: %s"
                .formatted(resources, String.valueOf(fault.getMessage()).lines().findFirst().get()),
            false);
      }
    } catch (IOException e) {
      throw new ClusterException("kubectl get %s broke off: %s".formatted(resources, e), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while kubectl was asked for " + resources, true);
    } finally {
      process.destroy();
    }
  }

  private Process start(List<String> line) throws ClusterException {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ClusterException("%s cannot be run: %s".formatted(program, e.getMessage()), false);
    }
  }

  private static String said(Process process) {
    try (InputStream err = process.getErrorStream()) {
      String text = new String(err.readNBytes(MOST_SAID), UTF_8);
      err.transferTo(OutputStream.nullOutputStream());
      return text;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// The objects one after the other, so that of a large cluster one is in memory at a time;
  /// returns what kept it from being read to the end.
  private static @Nullable IOException read(InputStream out, Consumer<ObjectNode> each) {
    try (JsonParser parser = JSON.createParser(out)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new IOException("there is no object in it");
      }
      ObjectNode single = JsonNodeFactory.instance.objectNode();
      boolean list = false;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("items")) {
          list = true;
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            each.accept(JSON.readTree(parser));
          }
        } else {
          single.set(field, JSON.<JsonNode>readTree(parser));
        }
      }
      if (!list) {
        each.accept(single);
      }
      out.transferTo(OutputStream.nullOutputStream());
      return null;
    } catch (IOException e) {
      return e;
    }
  }
}
