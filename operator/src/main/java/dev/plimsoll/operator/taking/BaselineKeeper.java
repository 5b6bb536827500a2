package dev.plimsoll.operator.taking;

import dev.plimsoll.api.v1alpha1.BaselineRecords;
import dev.plimsoll.api.v1alpha1.BaselineSpec;
import dev.plimsoll.api.v1alpha1.RecordedBaseline;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.baseline.BaselineIndex.Held;
import dev.plimsoll.operator.baseline.BaselineKey;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.operator.policy.BaselineProgress;
import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.operator.policy.PolicyIndex;
import dev.plimsoll.operator.policy.PolicyName;
import dev.plimsoll.operator.taking.BaselineTaker.Taken;
import dev.plimsoll.operator.taking.BaselineTaker.Wanted;
import dev.plimsoll.policy.Policy;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the baselines of the cluster as the policies need them: takes those that are missing,
/// shortens those whose rules no longer refuse, and ends those that somebody deleted.
///
/// A round does what can be done now and says what is left. It decides by what lies at the API
/// server alone, so any replica can go on where another stopped; only what was deleted while no
/// operator ran cannot be told from what was never taken, where the policy's status does not say.
final class BaselineKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(BaselineKeeper.class);
  private static final String UNLISTED =
      "what runs could not be listed; the operator's log says why";
  private static final Taken NOTHING = new Taken(List.of(), Map.of(), Set.of());

  private final PolicyIndex policies;
  private final Namespaces namespaces;
  private final BaselineIndex baselines;
  private final BaselineTaker taker;
  private final Function<Set<String>, Set<Holding>> holdings;
  private final BaselineStore store;
  private final Terms terms;
  private final InstantSource clock;
  private final Map<BaselineKey, Instant> waitingSince = new HashMap<>();
  private final Set<BaselineKey> deleted = ConcurrentHashMap.newKeySet();
  private final Set<String> ours = ConcurrentHashMap.newKeySet();

  /// How long an image that cannot be read now is waited for, and how long a baseline waits for
  /// its policy to come back.
  record Terms(Duration patience, Duration keep) {}

  BaselineKeeper(
      PolicyIndex policies,
      Namespaces namespaces,
      BaselineIndex baselines,
      BaselineTaker taker,
      Function<Set<String>, Set<Holding>> holdings,
      BaselineStore store,
      Terms terms,
      InstantSource clock) {
    this.policies = policies;
    this.namespaces = namespaces;
    this.baselines = baselines;
    this.taker = taker;
    this.holdings = holdings;
    this.store = store;
    this.terms = terms;
    this.clock = clock;
    baselines.onDelete(this::deleted);
  }

  /// What a round left: how far each policy is, and how many namespaces are still to be recorded.
  record Left(Map<PolicyName, BaselineProgress> progresses, int pending) {}

  private void deleted(RecordedBaseline resource) {
    if (!ours.contains(resource.getMetadata().getUid())) {
      deleted.add(BaselineKey.of(resource));
    }
  }

  /// Begins to lead. What was deleted before was another leader's to look after, which deletes
  /// baselines too.
  void begin() {
    deleted.clear();
  }

  Left round(Deadline deadline) {
    Instant now = clock.instant();
    Map<BaselineKey, IndexedPolicy> needed = needed();
    deleted.removeIf(key -> !needed.containsKey(key) || baselines.of(key).isPresent());
    baselines.all().forEach(held -> tidy(held, needed, now));
    List<Wanted> wanted = new ArrayList<>();
    needed.forEach((key, policy) -> wanted(key, policy).ifPresent(wanted::add));
    waitingSince.keySet().retainAll(wanted.stream().map(Wanted::key).toList());
    Map<BaselineKey, String> left = new LinkedHashMap<>();
    List<Wanted> toTake = new ArrayList<>();
    for (Wanted one : wanted) {
      if (isOver(one)) {
        write(
            one,
            key -> Ledger.ended(key, one.policy().policy().orElseThrow().enforced(), now),
            left);
      } else if (isNew(one)) {
        write(one, key -> Ledger.with(key, null, one.rules(), NOTHING, now), left);
      } else {
        toTake.add(one);
      }
    }
    take(toTake, now, deadline, left);
    return new Left(progresses(needed, left), left.size());
  }

  /// Every namespace in which a policy refuses and tolerates, and that stays: nothing can be
  /// written into one that is being deleted, and what runs there ends.
  private Map<BaselineKey, IndexedPolicy> needed() {
    Map<BaselineKey, IndexedPolicy> needed = new LinkedHashMap<>();
    for (IndexedPolicy policy : policies.judging()) {
      if (policy.toleratesWhatRan() && refuses(policy)) {
        Stream<String> where =
            policy.namespace().isEmpty()
                ? namespaces.names().stream().sorted()
                : Stream.of(policy.namespace());
        where
            .filter(namespace -> policies.isAbout(policy, namespace))
            .filter(namespace -> !namespaces.isEnding(namespace))
            .forEach(namespace -> needed.put(policy.baselineIn(namespace), policy));
      }
    }
    return needed;
  }

  private static boolean refuses(IndexedPolicy policy) {
    return policy.policy().filter(p -> !p.enforced().isEmpty()).isPresent();
  }

  private Optional<Wanted> wanted(BaselineKey key, IndexedPolicy policy) {
    Set<String> rules = new HashSet<>(policy.policy().map(Policy::enforced).orElse(Set.of()));
    baselines
        .of(key)
        .ifPresent(h -> rules.removeAll(BaselineRecords.rulesOf(h.resource().getSpec())));
    return rules.isEmpty() ? Optional.empty() : Optional.of(new Wanted(key, policy, rules));
  }

  /// Whether it was taken and then deleted: what came since is not to be recorded.
  private boolean isOver(Wanted wanted) {
    boolean saidSo = !wanted.key().forCluster() && wanted.policy().baselineTaken() != null;
    return baselines.of(wanted.key()).isEmpty() && (deleted.contains(wanted.key()) || saidSo);
  }

  /// Whether the policy refused before there was the namespace, so that nothing ran in it.
  private boolean isNew(Wanted wanted) {
    return wanted.key().forCluster()
        && baselines.of(wanted.key()).isEmpty()
        && wanted.policy().isOlderThan(wanted.key().namespace(), namespaces);
  }

  private void take(
      List<Wanted> wanted, Instant now, Deadline deadline, Map<BaselineKey, String> left) {
    if (wanted.isEmpty()) {
      return;
    }
    try {
      takeNow(wanted, now, deadline, left);
    } catch (KubernetesClientException e) {
      LOG.atWarn().setCause(e).log("What runs could not be listed for baselines");
      wanted.forEach(one -> left.putIfAbsent(one.key(), UNLISTED));
    }
  }

  private void takeNow(
      List<Wanted> wanted, Instant now, Deadline deadline, Map<BaselineKey, String> left) {
    Set<String> where = BaselineTaker.namespaces(wanted);
    Set<Holding> before = holdings.apply(where);
    Map<BaselineKey, Taken> taken = taker.take(wanted, before, now, deadline);
    Set<Holding> came = new HashSet<>(holdings.apply(where));
    came.removeAll(before);
    for (Wanted one : wanted) {
      Taken of = taken.getOrDefault(one.key(), NOTHING);
      Instant since = waitingSince.computeIfAbsent(one.key(), _ -> now);
      boolean patient = now.isBefore(since.plus(terms.patience()));
      boolean moving = came.stream().anyMatch(h -> h.namespace().equals(one.key().namespace()));
      if (patient && !of.open().isEmpty()) {
        left.put(one.key(), reading(of.open()));
      } else if (patient && moving) {
        left.put(one.key(), "more was started just now");
      } else {
        write(one, key -> Ledger.with(key, former(key), one.rules(), of, now), left);
      }
    }
  }

  private static String reading(Set<String> open) {
    String first = open.stream().sorted().findFirst().orElse("");
    return open.size() == 1
        ? "reading " + first
        : "reading %d images, among them %s".formatted(open.size(), first);
  }

  private @Nullable BaselineSpec former(BaselineKey key) {
    return baselines.of(key).map(held -> held.resource().getSpec()).orElse(null);
  }

  private void write(
      Wanted wanted, Function<BaselineKey, BaselineSpec> spec, Map<BaselineKey, String> left) {
    BaselineKey key = wanted.key();
    if (!write(key, spec.apply(key))) {
      left.put(key, "the Baseline could not be written; the operator's log says why");
      return;
    }
    waitingSince.remove(key);
    deleted.remove(key);
  }

  private boolean write(BaselineKey key, BaselineSpec spec) {
    try {
      RecordedBaseline former = baselines.of(key).map(Held::resource).orElse(null);
      baselines.onAdd(store.write(key, former, spec));
      LOG.atInfo()
          .addKeyValue("namespace", key.namespace())
          .addKeyValue("policy", key.policy())
          .addKeyValue("images", spec.count())
          .addKeyValue("leftOut", spec.leftOut())
          .log("Baseline written");
      return true;
    } catch (KubernetesClientException e) {
      LOG.atWarn()
          .addKeyValue("namespace", key.namespace())
          .addKeyValue("policy", key.policy())
          .setCause(e)
          .log("Baseline could not be written");
      return false;
    }
  }

  /// Takes out of a baseline what no longer refuses, and in the end the baseline itself.
  private void tidy(Held held, Map<BaselineKey, IndexedPolicy> needed, Instant now) {
    BaselineSpec spec = held.resource().getSpec();
    BaselineKey key = BaselineKey.of(held.resource());
    IndexedPolicy policy = needed.get(key);
    if (policy != null) {
      Set<String> refuse = policy.policy().map(Policy::enforced).orElse(Set.of());
      BaselineSpec kept = Ledger.keeping(spec, refuse::contains);
      if (kept.rules().isEmpty()) {
        delete(held);
      } else if (!kept.rules().equals(spec.rules()) || spec.policyGoneSince() != null) {
        write(key, kept);
      }
      return;
    }
    Optional<IndexedPolicy> idle =
        policies.all().filter(p -> p.baselineIn(key.namespace()).equals(key)).findFirst();
    if (idle.filter(p -> p.policy().isPresent() && !refuses(p)).isPresent()) {
      delete(held);
    } else if (idle.isEmpty() && spec.policyGoneSince() == null) {
      write(key, Ledger.goneSince(spec, now));
    } else if (idle.isEmpty()
        && !now.isBefore(Instant.parse(spec.policyGoneSince()).plus(terms.keep()))) {
      delete(held);
    }
  }

  private void delete(Held held) {
    String uid = held.resource().getMetadata().getUid();
    try {
      ours.add(uid);
      store.delete(held.resource());
      baselines.onDelete(held.resource(), false);
    } catch (KubernetesClientException e) {
      LOG.atWarn()
          .addKeyValue("baseline", BaselineKey.of(held.resource()))
          .setCause(e)
          .log("Baseline could not be deleted");
    } finally {
      ours.remove(uid);
    }
  }

  private Map<PolicyName, BaselineProgress> progresses(
      Map<BaselineKey, IndexedPolicy> needed, Map<BaselineKey, String> left) {
    Map<PolicyName, BaselineProgress> progresses = new LinkedHashMap<>();
    for (IndexedPolicy policy : policies.judging()) {
      List<BaselineKey> own =
          needed.entrySet().stream()
              .filter(entry -> entry.getValue().called().equals(policy.called()))
              .map(Map.Entry::getKey)
              .toList();
      progresses.put(policy.called(), Telling.of(policy, own, left, baselines));
    }
    return progresses;
  }
}
