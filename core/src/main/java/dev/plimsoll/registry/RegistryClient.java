package dev.plimsoll.registry;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.Credentials.Logins;
import dev.plimsoll.registry.Grants.Grant;
import dev.plimsoll.registry.RegistrySettings.Mirror;
import dev.plimsoll.registry.Transport.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Asks an endpoint's question until it is answered: of the mirrors first, gives credentials
/// where they are wanted, and tries again, here and nowhere else, what failed for a while only.
final class RegistryClient implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_WAIT = Duration.ofMillis(150);
  private static final Duration FIRST_WAIT_WHERE_LIMITED = Duration.ofMillis(250);

  /// How long a manifest that is not there is not asked for again: a burst of Pods costs one
  /// request, and whoever pushes it has hardly let go of the key.
  private static final Duration ABSENCE = Duration.ofSeconds(1);

  /// Where a question is asked: at the registry itself, or at a mirror, whose name for the image
  /// is `name`.
  private record Site(URI api, Reference name, String query) {
    URI uri(Endpoint<?> endpoint) {
      String path = endpoint.path();
      String joint = query.isEmpty() ? "" : path.indexOf('?') < 0 ? "?" : "&";
      return api.resolve("/v2/" + name.repository() + "/" + path + joint + query);
    }
  }

  private record Missing(Grants.Scope scope, String path) {}

  private final RegistrySettings settings;
  private final Transport transport;
  private final Grants grants;
  private final Cache<Missing, String> missing;

  /// `nanoClock` says when hosts that are left alone, and images that are missing, may be asked
  /// for again.
  RegistryClient(RegistrySettings settings, RegistryTraffic traffic, LongSupplier nanoClock) {
    this.settings = settings;
    this.missing =
        Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(ABSENCE)
            .ticker(nanoClock::getAsLong)
            .executor(Runnable::run)
            .build();
    this.transport = new Transport(settings, traffic, nanoClock);
    this.grants = new Grants(transport);
  }

  /// What the question is answered with for whoever has these credentials.
  <T> T ask(Endpoint<T> endpoint, Credentials credentials, Deadline deadline)
      throws SourceException {
    Task task = Task.of(endpoint.doing(), deadline);
    for (Mirror mirror : settings.mirrorsOf(endpoint.reference().registry())) {
      if (mirror.tags() || endpoint.isByDigest()) {
        Optional<T> found = askMirror(endpoint, credentials, mirror, task);
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    return askOrigin(endpoint, credentials, task);
  }

  /// What a mirror answers; empty for whatever reason it cannot: the next one is asked then. One
  /// that is silent gets half of the time.
  private <T> Optional<T> askMirror(
      Endpoint<T> endpoint, Credentials credentials, Mirror mirror, Task task)
      throws SourceException {
    Reference origin = endpoint.reference();
    Site site =
        new Site(settings.apiOf(mirror.host()), mirror.nameOf(origin), "ns=" + origin.registry());
    Duration half = task.deadline().remaining().dividedBy(2);
    Task brief = endpoint.isStream() ? task.beginning(half) : task.within(half);
    try {
      return Optional.of(
          attempt(endpoint, credentials, site, brief.asking("the mirror " + mirror.host())));
    } catch (SourceException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private <T> T askOrigin(Endpoint<T> endpoint, Credentials credentials, Task task)
      throws SourceException {
    Reference reference = endpoint.reference();
    Site site = new Site(settings.apiOf(reference.registry()), reference, "");
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(endpoint, credentials, site, task);
      } catch (SourceException e) {
        boolean again = e.temporary() && attempt < ATTEMPTS && !transport.isShut(site.api);
        if (!again || !waited(e, attempt, task)) {
          throw e;
        }
      }
    }
  }

  /// Waits as long as the registry asked for, or a little longer each time, never to the moment
  /// that others wait for; false at once where that is longer than is left.
  private static boolean waited(SourceException e, int attempt, Task task) throws SourceException {
    boolean limited = e instanceof SourceException.RateLimited;
    long backOff = (limited ? FIRST_WAIT_WHERE_LIMITED : FIRST_WAIT).toMillis() << (attempt - 1);
    Duration jittered =
        Duration.ofMillis(ThreadLocalRandom.current().nextLong(backOff / 2, backOff + 1));
    Duration wait = e.retryAfter().map(asked -> asked.plus(jittered)).orElse(jittered);
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

  private <T> T attempt(Endpoint<T> endpoint, Credentials credentials, Site site, Task task)
      throws SourceException {
    Logins logins = credentials.loginsFor(site.name, task.patience());
    Grants.Scope scope =
        new Grants.Scope(site.name.registry(), site.name.repository(), logins.logins());
    Missing key = new Missing(scope, endpoint.path());
    String known = missing.getIfPresent(key);
    if (known != null) {
      throw new SourceException.NotFound(known);
    }
    try {
      return read(endpoint, open(endpoint, site, scope, task));
    } catch (SourceException.NotFound e) {
      if (endpoint.isManifest()) {
        missing.put(key, String.valueOf(e.getMessage()));
      }
      throw e;
    } catch (SourceException.Unauthorized e) {
      throw logins.remarks().isEmpty() ? e : Refusals.remarked(e, logins.remarks());
    }
  }

  private static <T> T read(Endpoint<T> endpoint, Answer answer) throws SourceException {
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
  /// none. Some registries say that what they refuse is not there: of a manifest, the next
  /// login may know better.
  private Answer open(Endpoint<?> endpoint, Site site, Grants.Scope scope, Task task)
      throws SourceException {
    Answer answer = send(endpoint, site, grants.upFront(scope, task), task);
    boolean hidden = isHidden(endpoint, scope, answer);
    if (!isRefused(answer) && !hidden) {
      return answer;
    }
    answer.discard();
    grants.forget(scope);
    Optional<Challenge> challenge =
        grants.challenge(scope, Challenge.parse(answer.headers().allValues("WWW-Authenticate")));
    if (challenge.isEmpty()) {
      throw Refusals.of(answer, task);
    }
    return authorised(endpoint, site, scope, challenge.get(), task);
  }

  private Answer authorised(
      Endpoint<?> endpoint, Site site, Grants.Scope scope, Challenge challenge, Task task)
      throws SourceException {
    @Nullable SourceException refusal = null;
    for (Login login : candidates(scope)) {
      try {
        Grant grant = grants.ask(scope, challenge, login, task);
        Answer answer = send(endpoint, site, grant, task);
        if (!isRefused(answer) && !isHidden(endpoint, scope, answer)) {
          grants.keep(scope, challenge, grant);
          return answer;
        }
        answer.discard();
        refusal = clearer(refusal, Refusals.of(answer, task));
      } catch (SourceException.Unauthorized e) {
        refusal = clearer(refusal, e);
      }
    }
    throw requireNonNull(refusal, "there is always a candidate");
  }

  /// A login that is accepted and finds nothing tells more than one that is not.
  private static SourceException clearer(@Nullable SourceException former, SourceException latter) {
    return former instanceof SourceException.NotFound ? former : latter;
  }

  private static boolean isHidden(Endpoint<?> endpoint, Grants.Scope scope, Answer answer) {
    return answer.status() == 404 && endpoint.isManifest() && scope.logins().size() > 1;
  }

  private static List<@Nullable Login> candidates(Grants.Scope scope) {
    List<@Nullable Login> candidates = new ArrayList<>(scope.logins());
    if (candidates.isEmpty()) {
      candidates.add(null);
    }
    return candidates;
  }

  private Answer send(Endpoint<?> endpoint, Site site, @Nullable Grant grant, Task task)
      throws SourceException {
    String authorization = grant == null ? null : grant.header();
    Transport.Request request =
        new Transport.Request(
            endpoint.method(),
            site.uri(endpoint),
            endpoint.accept(),
            authorization,
            endpoint.range(),
            null);
    return transport.send(request, task);
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
