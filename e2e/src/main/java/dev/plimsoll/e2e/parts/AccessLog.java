package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.RegistryServer.Request;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a registry wrote about the requests it answered, in the combined log format.
///
/// The line of a request may be written a moment after its answer was read. So each look into the
/// log begins with a request of its own, and waits for that one's line.
final class AccessLog {
  static final String OUR_AGENTS = "plimsoll-parts/";

  private static final String MARKER_AGENT = OUR_AGENTS + "marker";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern LINE =
      Pattern.compile(
          "\\S+ \\S+ \\S+ \\[[^]]*\\] \"(\\S+) (\\S+) [^\"]*\" (\\d+) \\S+"
              + " \"[^\"]*\" \"([^\"]*)\"");

  private final Path file;
  private final String uri;
  private final HttpClient http;
  private int forgotten;

  AccessLog(Path file, String uri, @Nullable CertificateAuthority authority) {
    this.file = file;
    this.uri = uri;
    var builder =
        HttpClient.newBuilder().connectTimeout(LIMIT).version(HttpClient.Version.HTTP_1_1);
    http = (authority == null ? builder : builder.sslContext(authority.sslContext())).build();
  }

  List<Request> requests() {
    var all = allRequests();
    return all.subList(Math.min(forgotten, all.size()), all.size());
  }

  void forget() {
    forgotten = allRequests().size();
  }

  /// True once the registry answers requests and writes about them.
  boolean isWritten() throws IOException, InterruptedException {
    var marker = "/v2/?marker=" + UUID.randomUUID();
    var request =
        HttpRequest.newBuilder(URI.create(uri + marker))
            .timeout(LIMIT)
            .header("User-Agent", MARKER_AGENT)
            .build();
    http.send(request, HttpResponse.BodyHandlers.discarding());
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      if (Files.readString(file).contains(marker)) {
        return true;
      }
      Thread.sleep(5);
    }
    return false;
  }

  private List<Request> allRequests() {
    try {
      if (!isWritten()) {
        throw new PartsException("The registry writes no access log to " + file + ".");
      }
      return Files.readAllLines(file).stream()
          .map(LINE::matcher)
          .filter(match -> match.matches() && !match.group(4).equals(MARKER_AGENT))
          .map(
              match ->
                  new Request(
                      match.group(1),
                      match.group(2),
                      Integer.parseInt(match.group(3)),
                      match.group(4)))
          .toList();
    } catch (IOException e) {
      throw new PartsException("Cannot read the registry's access log: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while reading the registry's access log", e);
    }
  }
}
