package dev.plimsoll.e2e.parts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Readiness;
import dev.plimsoll.e2e.parts.process.SupervisedProcess;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A Prometheus that scrapes one target each second and plays rules on what it finds.
public final class PrometheusServer implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(90);

  private final HttpClient http = HttpClient.newHttpClient();
  private final WorkDirectory directory;
  private final int port;
  private final SupervisedProcess process;

  private PrometheusServer(WorkDirectory directory, int port, SupervisedProcess process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /// Starts one on a free port. `rules` is the text of a file of rules; `target` is asked at
  /// `path`, `host:port`.
  public static PrometheusServer start(String target, String path, String rules) {
    WorkDirectory directory = WorkDirectory.at(null);
    int port = FreePorts.next();
    try {
      Path config = directory.path().resolve("prometheus.yaml");
      Files.writeString(directory.path().resolve("rules.yaml"), rules);
      Files.writeString(config, configuration(target, path));
      SupervisedProcess process =
          SupervisedProcess.start(
              "prometheus",
              List.of(
                  "prometheus",
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + directory.data(),
                  "--web.listen-address=127.0.0.1:" + port),
              Map.of(),
              directory.logs());
      PrometheusServer server = new PrometheusServer(directory, port, process);
      Readiness.await(process, READY, () -> server.get("/-/ready").statusCode() == 200);
      return server;
    } catch (IOException e) {
      throw new PartsException("Cannot configure Prometheus: " + e.getMessage(), e);
    }
  }

  /// The values of an instant query, by their labels as Prometheus writes them.
  public List<Double> query(String expression) {
    JsonNode result = data("/api/v1/query?query=" + encoded(expression)).path("result");
    List<Double> values = new ArrayList<>();
    if (result.isArray() && !result.isEmpty() && result.get(0).isObject()) {
      result.forEach(one -> values.add(Double.valueOf(one.path("value").path(1).asText())));
    }
    return values;
  }

  /// The values of a query over the last while, as Prometheus' API gives them.
  public JsonNode range(String expression, Duration last, Duration step) {
    long now = System.currentTimeMillis() / 1000;
    return data("/api/v1/query_range?query=%s&start=%d&end=%d&step=%d"
            .formatted(encoded(expression), now - last.toSeconds(), now, step.toSeconds()))
        .path("result");
  }

  /// The names of the alerts that fire now.
  public Set<String> firing() {
    Set<String> names = new TreeSet<>();
    for (JsonNode alert : data("/api/v1/alerts").path("alerts")) {
      if (alert.path("state").asText().equals("firing")) {
        names.add(alert.path("labels").path("alertname").asText());
      }
    }
    return names;
  }

  @Override
  public void close() {
    process.close();
    http.close();
    directory.close();
  }

  private JsonNode data(String path) {
    HttpResponse<String> response = get(path);
    JsonNode answer = Serialization.unmarshal(response.body(), JsonNode.class);
    if (!answer.path("status").asText().equals("success")) {
      throw new PartsException("Prometheus answered " + path + " with " + response.body());
    }
    return answer.path("data");
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(30))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new PartsException("Prometheus does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while asking Prometheus", e);
    }
  }

  private static String encoded(String expression) {
    return URLEncoder.encode(expression, StandardCharsets.UTF_8);
  }

  private static String configuration(String target, String path) {
    return """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [rules.yaml]
        scrape_configs:
        - job_name: plimsoll
          metrics_path: %s
          honor_labels: true
          static_configs: [{targets: ["%s"]}]
        """
        .formatted(path, target);
  }
}
