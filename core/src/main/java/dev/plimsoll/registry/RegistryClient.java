package dev.plimsoll.registry;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.Grants.Grant;
import dev.plimsoll.registry.Transport.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Asks an endpoint's question until it is answered: gives credentials where the registry wants
/// them, and tries again, here and nowhere else, what failed for a while only.
final class RegistryClient implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_WAIT = Duration.ofMillis(150);

  private final RegistrySettings settings;
  private final Credentials credentials;
  private final Transport transport;
  private final Grants grants;

  RegistryClient(RegistrySettings settings, Credentials credentials) {
    this.settings = settings;
    this.credentials = credentials;
    this.transport = new Transport(settings);
    this.grants = new Grants(transport);
  }

  <T> T ask(Endpoint<T> endpoint, Deadline deadline) throws SourceException {
    Task task = Task.of(endpoint.doing(), deadline);
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(endpoint, task);
      } catch (SourceException e) {
        if (!e.temporary() || attempt == ATTEMPTS || !waited(e, attempt, task)) {
          throw e;
        }
      }
    }
  }

  /// Waits as long as the registry asked for, or a little longer each time; false at once where
  /// that is longer than is left.
  private static boolean waited(SourceException e, int attempt, Task task) throws SourceException {
    long backOff = FIRST_WAIT.toMillis() << (attempt - 1);
    long jittered = ThreadLocalRandom.current().nextLong(backOff / 2, backOff + 1);
    Duration wait = e.retryAfter().orElse(Duration.ofMillis(jittered));
    if (wait.compareTo(task.deadline().remaining()) >= 0) {
      return false;
    }
    try {
      Thread.sleep(wait);
      return true;
    } catch (InterruptedException interrupted) {
      throw task.interrupted(interrupted);
    }
  }

  private <T> T attempt(Endpoint<T> endpoint, Task task) throws SourceException {
    Answer answer = open(endpoint, task);
    if (answer.status() != 200 && !(answer.status() == 206 && endpoint.range() != null)) {
      answer.discard();
      throw Refusals.of(answer, answer.task());
    }
    try {
      return endpoint.read(answer);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("a body ends in a SourceException", e);
    }
  }

  /// The answer after every login that there is was tried in turn, or nobody's where there is
  /// none.
  private Answer open(Endpoint<?> endpoint, Task task) throws SourceException {
    Reference reference = endpoint.reference();
    Grants.Scope scope =
        new Grants.Scope(
            reference.registry(), reference.repository(), credentials.loginsFor(reference));
    Answer answer = send(endpoint, grants.upFront(scope, task), task);
    if (!isRefused(answer)) {
      return answer;
    }
    answer.discard();
    grants.forget(scope);
    Optional<Challenge> challenge =
        grants.challenge(scope, Challenge.parse(answer.headers().allValues("WWW-Authenticate")));
    if (challenge.isEmpty()) {
      throw Refusals.of(answer, task);
    }
    return authorised(endpoint, scope, challenge.get(), task);
  }

  private Answer authorised(
      Endpoint<?> endpoint, Grants.Scope scope, Challenge challenge, Task task)
      throws SourceException {
    SourceException refusal = null;
    for (Login login : candidates(scope)) {
      try {
        Grant grant = grants.ask(scope, challenge, login, task);
        Answer answer = send(endpoint, grant, task);
        if (!isRefused(answer)) {
          grants.keep(scope, challenge, grant);
          return answer;
        }
        answer.discard();
        refusal = Refusals.of(answer, task);
      } catch (SourceException.Unauthorized e) {
        refusal = e;
      }
    }
    throw refusal;
  }

  private static List<@Nullable Login> candidates(Grants.Scope scope) {
    List<@Nullable Login> candidates = new ArrayList<>(scope.logins());
    if (candidates.isEmpty()) {
      candidates.add(null);
    }
    return candidates;
  }

  private Answer send(Endpoint<?> endpoint, @Nullable Grant grant, Task task)
      throws SourceException {
    Reference reference = endpoint.reference();
    URI uri =
        settings
            .apiOf(reference.registry())
            .resolve("/v2/" + reference.repository() + "/" + endpoint.path());
    String authorization = grant == null ? null : grant.header();
    return transport.send(
        new Transport.Request(
            endpoint.method(), uri, endpoint.accept(), authorization, endpoint.range()),
        task);
  }

  /// Whether the registry itself wants (other) credentials; the challenge of a host that it
  /// redirected to is none of ours to answer.
  private static boolean isRefused(Answer answer) {
    return !answer.strayed() && (answer.status() == 401 || answer.status() == 403);
  }

  @Override
  public void close() {
    transport.close();
  }
}
