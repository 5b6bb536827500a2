package dev.plimsoll.operator.policyreport;

import dev.plimsoll.operator.policyreport.WrittenReports.Address;
import dev.plimsoll.operator.policyreport.WrittenReports.Written;
import dev.plimsoll.operator.round.Rounds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the reports on workloads: on the leader alone, where what they say is new, a few dozen
/// a second at most.
///
/// What somebody else changed or deleted is put right within a minute.
public final class PolicyReports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyReports.class);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration AGAIN = Duration.ofMinutes(1);

  /// How often in a row the reports that are there may be out of sight before that is told.
  private static final int PATIENCE = 5;

  private static final String NO_DEFINITION =
      "the cluster has neither reports.openreports.io nor policyreports.wgpolicyk8s.io; install the"
          + " definitions of one of them";
  private static final String NOT_READ =
      "the reports that are there cannot be read; give the operator the rights of"
          + " config/rbac/policy-reports.yaml";

  private final KubernetesClient client;
  private final WrittenReports written;
  private final BooleanSupplier leads;
  private final InstantSource clock;
  private final AtomicReference<@Nullable List<AuditedWorkload>> latest = new AtomicReference<>();
  private final Rounds rounds =
      new Rounds(
          "policy-reports", new Rounds.Times(QUIET, AGAIN), () -> pass() ? AGAIN : Duration.ZERO);
  private final ReentrantLock passing = new ReentrantLock();
  private String told = "";
  private int unsynced;
  private volatile boolean started;

  PolicyReports(
      KubernetesClient client, WrittenReports written, BooleanSupplier leads, InstantSource clock) {
    this.client = client;
    this.written = written;
    this.leads = leads;
    this.clock = clock;
  }

  /// What runs now, all of it; not even asked for where no reports are written. Said too late,
  /// when another replica writes already, it is not kept for the day this one leads again.
  public void publish(Supplier<List<AuditedWorkload>> workloads) {
    if (started) {
      latest.set(workloads.get());
      if (!leads.getAsBoolean()) {
        latest.set(null);
      }
      rounds.poke();
    }
  }

  void start() {
    started = true;
    rounds.start();
  }

  /// Another replica writes from now on.
  void rest() {
    latest.set(null);
    written.stop();
  }

  /// Writes what is to be written, and says whether that is all there is to do for now.
  boolean pass() throws InterruptedException {
    passing.lock();
    try {
      return passAlone();
    } finally {
      passing.unlock();
    }
  }

  private boolean passAlone() throws InterruptedException {
    List<AuditedWorkload> workloads = latest.get();
    if (workloads == null || !leads.getAsBoolean()) {
      return true;
    }
    try {
      Optional<Format> format = Format.in(client);
      if (format.isEmpty()) {
        written.stop();
        tell(NO_DEFINITION);
        return true;
      }
      written.follow(format.get());
      if (!written.isSynced()) {
        if (++unsynced > PATIENCE) {
          tell(NOT_READ);
        }
        return false;
      }
      unsynced = 0;
      write(workloads, format.get());
    } catch (KubernetesClientException e) {
      tell(String.valueOf(e.getMessage()));
    }
    return true;
  }

  private void write(List<AuditedWorkload> workloads, Format format) throws InterruptedException {
    Set<Address> wanted = new HashSet<>();
    String failure = "";
    for (AuditedWorkload workload : workloads) {
      WorkloadReport report = WorkloadReport.of(workload);
      wanted.add(new Address(report.namespace(), report.name()));
      if (!isWritten(report, format) && leads.getAsBoolean()) {
        Optional<String> failed = write(report, format);
        failure = failed.orElse(failure);
        Thread.sleep(PAUSE);
      }
    }
    for (Address key : written.keys()) {
      if (!wanted.contains(key) && leads.getAsBoolean()) {
        delete(key, format);
        Thread.sleep(PAUSE);
      }
    }
    tell(failure);
  }

  private boolean isWritten(WorkloadReport report, Format format) {
    return written
        .at(new Address(report.namespace(), report.name()))
        .filter(there -> report.content(format).equals(there.content()))
        .isPresent();
  }

  /// Why it could not be written, where that is worth telling; what somebody changed meanwhile
  /// is written the next time.
  private Optional<String> write(WorkloadReport report, Format format) {
    GenericKubernetesResource resource = report.in(format, clock.instant());
    Written there = written.at(Address.of(resource)).orElse(null);
    var reports =
        client.genericKubernetesResources(format.resources()).inNamespace(report.namespace());
    try {
      if (there == null) {
        written.put(reports.resource(resource).create());
      } else {
        resource.getMetadata().setResourceVersion(there.version());
        written.put(reports.resource(resource).update());
      }
    } catch (KubernetesClientException e) {
      if (!isPassing(e)) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /// That somebody was faster, or the namespace is about to go.
  private static boolean isPassing(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT
        || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        || String.valueOf(e.getMessage()).contains("being terminated");
  }

  private void delete(Address key, Format format) {
    client
        .genericKubernetesResources(format.resources())
        .inNamespace(key.namespace())
        .withName(key.name())
        .delete();
    written.forget(key);
  }

  /// Each trouble once, for as long as it lasts.
  private void tell(String trouble) {
    if (!trouble.isEmpty() && !trouble.equals(told)) {
      LOG.atWarn().addKeyValue("why", trouble).log("Policy reports cannot be written");
    }
    told = trouble;
  }

  @Override
  public void close() {
    rounds.close();
    written.close();
  }
}
