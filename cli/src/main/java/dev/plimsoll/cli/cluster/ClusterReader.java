package dev.plimsoll.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.api.v1alpha1.ObjectSelector;
import dev.plimsoll.cli.cluster.ClusterRulebook.Webhook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads what a cluster has, as far as whoever calls may see it; what they may not is a remark
/// where a command can do without it.
///
/// `namespace` is the only one that is looked at, null for all.
public final class ClusterReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /// As the operator is installed where nothing else is said.
  private static final String OPERATORS = "plimsoll-system";

  private static final String BASELINES = "baselines.plimsoll.dev";
  private static final String CLUSTER_POLICIES = "clusterimagepolicies.plimsoll.dev";

  private final Kubectl kubectl;
  private final @Nullable String namespace;
  private final List<String> remarks = Collections.synchronizedList(new ArrayList<>());

  public ClusterReader(Kubectl kubectl, @Nullable String namespace) {
    this.kubectl = kubectl;
    this.namespace = namespace;
  }

  /// One of the questions that a command has.
  @FunctionalInterface
  private interface Question<T> {
    T ask() throws ClusterException;
  }

  /// What is left out, and why.
  public List<String> remarks() {
    return remarks.stream().sorted().toList();
  }

  /// Policies, reports and what runs, asked for at the same time.
  public Cluster read(boolean enforced) throws ClusterException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ClusterRulebook> rules = ask(threads, () -> rulebook(enforced));
      Future<RunningObjects> running = ask(threads, this::running);
      Future<ClusterReports> reports = ask(threads, this::reports);
      return new Cluster(told(rules), told(reports), told(running));
    }
  }

  /// The reports, without which there is nothing to tell, and what runs, as far as that may be
  /// seen; nothing where it may not.
  public Weighed readFleet() throws ClusterException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ClusterReports> reports =
          ask(
              threads,
              () -> {
                ClusterReports all = new ClusterReports();
                kubectl.list("imagereports.plimsoll.dev", null, all::add);
                return all;
              });
      RunningObjects running = new RunningObjects();
      boolean seen = listed(RunningObjects.RESOURCES, namespace, running::add);
      return new Weighed(told(reports), seen ? Optional.of(running.images()) : Optional.empty());
    }
  }

  /// What there is to add up: reports, and the images that run where that may be seen.
  public record Weighed(ClusterReports reports, Optional<List<RunningImage>> running) {}

  private static <T> Future<T> ask(ExecutorService threads, Question<T> question) {
    return threads.submit((Callable<T>) question::ask);
  }

  private static <T> T told(Future<T> answer) throws ClusterException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClusterException said) {
        throw said;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while the cluster was asked", true);
    }
  }

  private RunningObjects running() throws ClusterException {
    RunningObjects running = new RunningObjects();
    kubectl.list(RunningObjects.RESOURCES, namespace, running::add);
    return running;
  }

  private ClusterReports reports() throws ClusterException {
    ClusterReports reports = new ClusterReports();
    listed("imagereports.plimsoll.dev", null, reports::add);
    return reports;
  }

  private ClusterRulebook rulebook(boolean enforced) throws ClusterException {
    List<ClusterPolicy> policies = Collections.synchronizedList(new ArrayList<>());
    List<ClusterExemption> exemptions = Collections.synchronizedList(new ArrayList<>());
    Map<String, Map<String, String>> namespaces = new HashMap<>();
    Consumer<ObjectNode> policy = object -> add(object, enforced, policies);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> everywhere = ask(threads, () -> listed(CLUSTER_POLICIES, null, policy));
      List<Future<?>> asked =
          List.of(
              ask(
                  threads,
                  () -> listed("imageexemptions.plimsoll.dev", null, exemption(exemptions))),
              ask(threads, () -> namespaces(namespaces)));
      ClusterBaselines baselines = new ClusterBaselines(enforced);
      Future<Boolean> recorded = ask(threads, () -> listed(BASELINES, namespace, baselines::add));
      Future<Webhook> webhook = ask(threads, this::webhook);
      kubectl.list("imagepolicies.plimsoll.dev", namespace, policy);
      for (Future<?> one : asked) {
        told(one);
      }
      List<String> unread = told(everywhere) ? List.of() : List.of(CLUSTER_POLICIES);
      return new ClusterRulebook(
          policies,
          exemptions,
          namespaces,
          told(recorded) ? baselines : null,
          told(webhook),
          unread);
    }
  }

  private void add(ObjectNode object, boolean enforced, List<ClusterPolicy> policies) {
    try {
      policies.add(ClusterPolicy.of(object, enforced));
    } catch (ClusterPolicy.NotAccepted e) {
      remarks.add(String.valueOf(e.getMessage()));
    }
  }

  private static Consumer<ObjectNode> exemption(List<ClusterExemption> exemptions) {
    return object -> ClusterExemption.of(object).ifPresent(exemptions::add);
  }

  private Boolean namespaces(Map<String, Map<String, String>> labels) throws ClusterException {
    Consumer<ObjectNode> each =
        object -> {
          Map<String, String> its = new HashMap<>();
          JsonNode metadata = object.path("metadata");
          metadata
              .path("labels")
              .properties()
              .forEach(e -> its.put(e.getKey(), e.getValue().asText()));
          labels.put(metadata.path("name").asText(), Map.copyOf(its));
        };
    if (namespace == null) {
      return listed("namespaces", null, each);
    }
    return optional("namespace " + namespace, () -> kubectl.one("namespaces", namespace, each));
  }

  private Webhook webhook() throws ClusterException {
    List<Webhook> found = Collections.synchronizedList(new ArrayList<>());
    boolean told =
        listed(
            "validatingwebhookconfigurations.admissionregistration.k8s.io",
            null,
            object -> object.path("webhooks").forEach(webhook -> add(webhook, found)));
    if (told && found.isEmpty()) {
      remarks.add(
          "the cluster has no webhook of Plimsoll's: no policy refuses anything until it has one");
    }
    return found.isEmpty() ? Webhook.asInstalled(OPERATORS) : found.getFirst();
  }

  private static void add(JsonNode webhook, List<Webhook> found) {
    JsonNode service = webhook.path("clientConfig").path("service");
    if (webhook.path("name").asText().equals("images.plimsoll.dev")) {
      try {
        ObjectSelector selector =
            JSON.treeToValue(webhook.path("namespaceSelector"), ObjectSelector.class);
        found.add(
            new Webhook(
                selector == null ? new ObjectSelector(Map.of(), List.of()) : selector,
                service.path("namespace").asText(OPERATORS)));
      } catch (JsonProcessingException _) {
        // As it is installed, then.
      }
    }
  }

  /// What a command can do without.
  private boolean listed(String resources, @Nullable String in, Consumer<ObjectNode> each)
      throws ClusterException {
    return optional(resources, () -> kubectl.list(resources, in, each));
  }

  /// A question that nothing depends on for good.
  @FunctionalInterface
  private interface Ask {
    void run() throws ClusterException;
  }

  private boolean optional(String what, Ask ask) throws ClusterException {
    try {
      ask.run();
      return true;
    } catch (ClusterException e) {
      if (e.isAway()) {
        throw e;
      }
      remarks.add(what + " are left out: " + e.sentence());
      return false;
    }
  }
}
