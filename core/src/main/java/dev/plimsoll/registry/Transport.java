package dev.plimsoll.registry;

import dev.plimsoll.image.SourceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Sends one request over HTTP, following redirects itself: each hop is checked, and the
/// authorization goes to no other origin than the one it was meant for.
///
/// HTTP/1.1 also over TLS: a connection that has gone dead ends with the one request that met
/// it, where HTTP/2 would keep every later request to that host waiting on it.
final class Transport implements AutoCloseable {
  private static final int REDIRECTS = 5;

  /// What to ask for. `authorization` is the header's value, for the origin of `uri` alone;
  /// `range` the part of the body that is wanted, as the header of that name has it.
  record Request(
      String method,
      URI uri,
      String accept,
      @Nullable String authorization,
      @Nullable String range) {
    Request at(URI other, @Nullable String grant) {
      return new Request(method, other, accept, grant, range);
    }
  }

  /// What came: whoever holds it reads the body to its end or closes it. `strayed` is true where
  /// a redirect led away from the origin that was asked.
  record Answer(int status, HttpHeaders headers, boolean strayed, BodyStream body, Task task)
      implements AutoCloseable {
    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    /// Drops the body; its words are not read.
    void discard() {
      body.discard();
    }

    @Override
    public void close() {
      body.close();
    }
  }

  private final AddressRules addresses;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  Transport(RegistrySettings settings) {
    this.addresses = new AddressRules(settings);
  }

  /// The answer to a request, whatever its status.
  Answer send(Request request, Task task) throws SourceException {
    URI uri = request.uri;
    String authorization = request.authorization;
    Task here = task;
    boolean strayed = false;
    for (int hop = 0; hop <= REDIRECTS; hop++) {
      addresses.check(uri, here);
      Answer answer = once(request.at(uri, authorization), here, strayed);
      if (!isRedirect(answer)) {
        return answer;
      }
      answer.discard();
      URI next = target(uri, answer, here);
      if (!isSameOrigin(uri, next)) {
        authorization = null;
        strayed = true;
        here = task.asking(next.getHost() + ", to which " + task.peer() + " redirects,");
      }
      uri = next;
    }
    throw new SourceException.Malformed(task.that("redirects more than " + REDIRECTS + " times"));
  }

  private Answer once(Request request, Task task, boolean strayed) throws SourceException {
    if (task.deadline().hasPassed()) {
      throw task.late(null);
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri)
            .method(request.method, BodyPublishers.noBody())
            .timeout(task.deadline().remaining())
            .header("User-Agent", "plimsoll")
            .header("Accept", request.accept);
    if (request.authorization != null) {
      builder.header("Authorization", request.authorization);
    }
    if (request.range != null) {
      builder.header("Range", request.range);
    }
    try {
      HttpResponse<BodyStream> response =
          client.send(builder.build(), _ -> new BodyStream(task).subscriber());
      return new Answer(response.statusCode(), response.headers(), strayed, response.body(), task);
    } catch (IOException e) {
      throw failure(e, request.uri, task);
    } catch (InterruptedException e) {
      throw task.interrupted(e);
    }
  }

  /// The sentence for a request that got no answer. The cause's own words are left out: they may
  /// quote what was sent.
  private static SourceException failure(IOException e, URI uri, Task task) {
    return switch (e) {
      case HttpTimeoutException _ -> task.late(e);
      case ConnectException _ ->
          new SourceException.Unavailable(
              task.that("refuses connections at " + uri.getAuthority() + "; check that it runs"),
              e);
      case SSLException _ when hasCertificateCause(e) ->
          SourceException.Unavailable.lasting(
              task.that("shows a certificate for " + uri.getHost() + " that is not trusted here"));
      case SSLException _ ->
          new SourceException.Unavailable(
              task.that(
                  "does not speak TLS as expected; configure it for plain http if that is meant"),
              e);
      default ->
          new SourceException.Unavailable(
              task.that("closed the connection without an answer; look into its log"), e);
    };
  }

  private static boolean hasCertificateCause(Throwable e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof java.security.GeneralSecurityException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRedirect(Answer answer) {
    return switch (answer.status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static URI target(URI from, Answer answer, Task task) throws SourceException {
    String location = answer.header("Location").orElse("");
    try {
      URI target = from.resolve(location);
      if (!location.isEmpty() && target.getHost() != null) {
        return target;
      }
    } catch (IllegalArgumentException _) {
      // Said below; the exception would quote the query, which may hold a signature.
    }
    throw new SourceException.Malformed(task.that("redirects to no URL"));
  }

  static boolean isSameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && RegistrySettings.portOf(one) == RegistrySettings.portOf(other);
  }

  @Override
  public void close() {
    client.shutdownNow();
    addresses.close();
  }
}
