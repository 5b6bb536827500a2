package dev.plimsoll.registry;

import dev.plimsoll.image.SourceException;
import dev.plimsoll.registry.pace.Gate;
import dev.plimsoll.registry.pace.Gates;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Sends one request over HTTP, following redirects itself: each hop is checked, and the
/// authorization goes to no other origin than the one it was meant for.
///
/// Every host has a gate, through which all requests to it go ([Gates]): they take turns, and
/// none is sent while the host has just failed again and again.
final class Transport implements AutoCloseable {
  private static final int REDIRECTS = 5;

  /// What to ask for. `authorization` is the header's value, for the origin of `uri` alone;
  /// `range` the part of the body that is wanted, as the header of that name has it; `form` what
  /// is sent along, to no other URL than `uri`.
  record Request(
      String method,
      URI uri,
      String accept,
      @Nullable String authorization,
      @Nullable String range,
      @Nullable String form) {
    static Request get(URI uri, String accept, @Nullable String authorization) {
      return new Request("GET", uri, accept, authorization, null, null);
    }

    Request at(URI other, @Nullable String grant) {
      return new Request(method, other, accept, grant, range, form);
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

  /// A timeout tells of a fault of the host only where it had this long to answer.
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

  private final AddressRules addresses;
  private final Connections connections;
  private final Gates gates;
  private final RegistrySettings settings;
  private final RegistryTraffic traffic;

  Transport(RegistrySettings settings, RegistryTraffic traffic, LongSupplier nanoClock) {
    this.settings = settings;
    this.traffic = traffic;
    this.addresses = new AddressRules(settings);
    this.connections = new Connections(settings);
    this.gates = new Gates(settings.pace(), nanoClock);
  }

  /// Whether a URL's host is being left alone now.
  boolean isShut(URI uri) {
    return gate(uri).isShut();
  }

  private Gate gate(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    return gates.of(host + ":" + RegistrySettings.portOf(uri));
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
      if (request.form != null) {
        throw new SourceException.Malformed(here.that("redirects a login, which is not followed"));
      }
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
    Gate gate = gate(request.uri);
    enter(gate, task);
    long asked = System.nanoTime();
    try {
      HttpResponse<BodyStream> response =
          connections
              .to(request.uri)
              .send(toSend(request, task), _ -> new BodyStream(task).subscriber());
      traffic.answered(settings.configuredName(request.uri), response.statusCode());
      answered(gate, response.statusCode());
      return new Answer(response.statusCode(), response.headers(), strayed, response.body(), task);
    } catch (HttpTimeoutException e) {
      traffic.unanswered(settings.configuredName(request.uri));
      settle(gate, System.nanoTime() - asked >= LONG_ENOUGH.toNanos());
      throw task.late(e);
    } catch (IOException e) {
      SourceException failure = failure(e, request.uri, task);
      traffic.unanswered(settings.configuredName(request.uri));
      settle(gate, failure.temporary());
      throw failure;
    } catch (InterruptedException e) {
      gate.undecided();
      throw task.interrupted(e);
    }
  }

  private static HttpRequest toSend(Request request, Task task) throws HttpTimeoutException {
    Duration patience = task.patience().remaining();
    if (patience.isZero()) {
      throw new HttpTimeoutException("no time is left");
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri)
            .method(
                request.method,
                request.form == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(request.form))
            .timeout(patience)
            .header("User-Agent", "plimsoll")
            .header("Accept", request.accept);
    if (request.form != null) {
      builder.header("Content-Type", "application/x-www-form-urlencoded");
    }
    if (request.authorization != null) {
      builder.header("Authorization", request.authorization);
    }
    if (request.range != null) {
      builder.header("Range", request.range);
    }
    return builder.build();
  }

  private static void enter(Gate gate, Task task) throws SourceException {
    if (task.patience().hasPassed()) {
      throw task.late(null);
    }
    try {
      switch (gate.enter(task.patience().remaining())) {
        case Gate.Entry.Entered _ -> {}
        case Gate.Entry.LeftAlone(Duration since, Duration still) ->
            throw Refusals.leftAlone(task, since, still);
        case Gate.Entry.Crowded(Duration until) ->
            throw new SourceException.RateLimited(
                task.that(
                    "is asked as often as is allowed here already; ask for fewer images at a"
                        + " time, or allow more requests a second"),
                null,
                until);
      }
    } catch (InterruptedException e) {
      throw task.interrupted(e);
    }
  }

  private static void settle(Gate gate, boolean isFaultOfTheHost) {
    if (isFaultOfTheHost) {
      gate.failed();
    } else {
      gate.undecided();
    }
  }

  /// A fault of one repository (500) says nothing of the others; a gateway's says that whoever
  /// stands behind it is away.
  private static void answered(Gate gate, int status) {
    switch (status) {
      case 429 -> gate.limited();
      case 502, 503, 504 -> gate.failed();
      default -> gate.answered();
    }
  }

  /// The sentence for a request that got no answer. The cause's own words are left out: they may
  /// quote what was sent.
  private SourceException failure(IOException e, URI uri, Task task) {
    return switch (e) {
      case ConnectException _ ->
          new SourceException.Unavailable(
              task.that(
                  "refuses connections at " + connections.addressOf(uri) + "; check that it runs"),
              e);
      case SSLException _ when hasCertificateCause(e) ->
          SourceException.Unavailable.lasting(
              task.that(
                  "shows a certificate for "
                      + uri.getHost()
                      + " that is not trusted here;"
                      + " configure its authority, or correct the certificate"));
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
    connections.close();
    addresses.close();
  }
}
