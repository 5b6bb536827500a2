package dev.plimsoll.operator.credential;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Logins;
import dev.plimsoll.workload.PullAccess;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The Secrets that Pods pull with, read when a registry is about to be asked and kept a
/// minute: a few megabytes of them at most. What is missing or of no use is asked for again
/// after a few seconds, since someone is mending it.
public final class PullSecrets implements AutoCloseable {
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Duration FAULT_KEPT = Duration.ofSeconds(5);
  private static final long ROOM = 8 << 20;
  private static final int WEIGHT = 500;
  private static final int MOST_SECRETS = 32;

  private final ClusterObjects objects;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AsyncCache<Name, PullSecret> secrets;
  private final AsyncCache<Name, Account> accounts;

  private record Name(String namespace, String name) {
    @Override
    public String toString() {
      return namespace + "/" + name;
    }
  }

  /// The Secrets that a service account names, or why that is not known.
  private record Account(List<String> secrets, String fault) {
    Account {
      secrets = List.copyOf(secrets);
    }
  }

  public PullSecrets(ClusterObjects objects) {
    this(objects, Ticker.systemTicker());
  }

  PullSecrets(ClusterObjects objects, Ticker ticker) {
    this.objects = objects;
    this.secrets =
        Caffeine.newBuilder()
            .maximumWeight(ROOM)
            .weigher((Name _, PullSecret secret) -> WEIGHT + secret.weight())
            .expireAfter(Expiry.<Name, PullSecret>creating((_, s) -> life(s.fault())))
            .ticker(ticker)
            .executor(Runnable::run)
            .buildAsync();
    this.accounts =
        Caffeine.newBuilder()
            .maximumSize(2_000)
            .expireAfter(Expiry.<Name, Account>creating((_, a) -> life(a.fault())))
            .ticker(ticker)
            .executor(Runnable::run)
            .buildAsync();
  }

  private static Duration life(String fault) {
    return fault.isEmpty() ? KEPT : FAULT_KEPT;
  }

  /// What Pods of this namespace pull with. A Secret that cannot be read gives no login but a
  /// remark, which is shown where the registry then refuses.
  public Keyring of(String namespace, PullAccess pull) {
    return new Keyring((reference, deadline) -> logins(namespace, pull, reference, deadline));
  }

  private Logins logins(String namespace, PullAccess pull, Reference reference, Deadline deadline) {
    Logins found = Logins.NONE;
    List<String> names = pull.secrets();
    if (names.isEmpty()) {
      Account account = account(new Name(namespace, pull.serviceAccount()), deadline);
      names = account.secrets();
      found = account.fault().isEmpty() ? Logins.NONE : Logins.none(account.fault());
    }
    for (String name : names.subList(0, Math.min(names.size(), MOST_SECRETS))) {
      PullSecret secret = secret(new Name(namespace, name), deadline);
      found = found.and(secret.credentials().loginsFor(reference, deadline));
    }
    return found;
  }

  private PullSecret secret(Name name, Deadline deadline) {
    String title = "Secret " + name;
    CompletableFuture<PullSecret> reading =
        secrets.get(
            name,
            (_, _) ->
                begin(
                    () -> PullSecret.of(title, objects.secret(name.namespace(), name.name())),
                    fault -> PullSecret.broken(title + fault)));
    return await(reading, deadline)
        .orElseGet(() -> PullSecret.broken(title + " was not read in time; try again shortly"));
  }

  private Account account(Name name, Deadline deadline) {
    String title = "ServiceAccount " + name;
    CompletableFuture<Account> reading =
        accounts.get(
            name,
            (_, _) ->
                begin(
                    () -> secretsOf(objects.serviceAccount(name.namespace(), name.name())),
                    fault -> new Account(List.of(), title + fault)));
    return await(reading, deadline)
        .orElseGet(
            () -> new Account(List.of(), title + " was not read in time; try again shortly"));
  }

  /// A Pod whose service account is not there is refused by the API server; nothing is said of
  /// it here.
  private static Account secretsOf(@Nullable ServiceAccount account) {
    List<String> names = new ArrayList<>();
    if (account != null) {
      account.getImagePullSecrets().stream()
          .map(LocalObjectReference::getName)
          .filter(Objects::nonNull)
          .forEach(names::add);
    }
    return new Account(names, "");
  }

  private interface Failure<T> {
    T of(String fault);
  }

  private <T> CompletableFuture<T> begin(Supplier<T> reading, Failure<T> failure) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return reading.get();
          } catch (KubernetesClientException e) {
            return failure.of(
                e.getCode() == 403
                    ? " may not be read by the operator; allow it to get secrets and"
                        + " serviceaccounts there (docs/credentials.md)"
                    : " could not be read from the API server; try again shortly");
          }
        },
        threads);
  }

  private static <T> Optional<T> await(CompletableFuture<T> reading, Deadline deadline) {
    try {
      return Optional.of(reading.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | ExecutionException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
