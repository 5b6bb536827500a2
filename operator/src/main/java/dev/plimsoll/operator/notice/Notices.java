package dev.plimsoll.operator.notice;

import dev.plimsoll.operator.event.Happening;
import dev.plimsoll.operator.event.Happening.Weight;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Tells of each incident once, for as long as it lasts, and of so many a minute at most; what is
/// beyond is told of later.
public final class Notices {
  static final int A_MINUTE = 60;

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int NAMED = 5;

  private final Consumer<Happening> events;
  private final InstantSource clock;
  private final Set<String> told = new HashSet<>();
  private Instant minute = Instant.EPOCH;
  private int tellings;

  public Notices(Consumer<Happening> events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  /// All incidents that there are now.
  public synchronized void tell(Collection<Incident> incidents) {
    Map<String, Incident> current = new LinkedHashMap<>();
    incidents.stream()
        .filter(incident -> incident.workload().getUid() != null)
        .forEach(incident -> current.putIfAbsent(incident.identity(), incident));
    told.retainAll(current.keySet());
    Map<ObjectReference, List<Incident>> news = new LinkedHashMap<>();
    current.forEach(
        (identity, incident) -> {
          if (!told.contains(identity) && mayTell()) {
            told.add(identity);
            events.accept(onWorkload(incident));
            news.computeIfAbsent(incident.policy(), _ -> new ArrayList<>()).add(incident);
          }
        });
    news.forEach((policy, its) -> events.accept(onPolicy(policy, its)));
  }

  private boolean mayTell() {
    Instant now = clock.instant();
    if (!minute.plus(MINUTE).isAfter(now)) {
      minute = now;
      tellings = 0;
    }
    return tellings++ < A_MINUTE;
  }

  private static Happening onWorkload(Incident incident) {
    return new Happening(
        incident.workload(),
        Weight.WARNING,
        "Audit",
        incident.cameInUnjudged() ? "CameInUnjudged" : "WouldBeRefused",
        "%s in container %s: %s. %s %s"
            .formatted(
                incident.image(),
                incident.container(),
                incident.said(),
                incident.cameInUnjudged()
                    ? "It came in after the policy was written, unjudged or before this was true of it; new"
                        + " Pods are refused by"
                    : "It ran before; new Pods are refused by",
                nameOf(incident.policy())),
        incident.identity());
  }

  private static Happening onPolicy(ObjectReference policy, List<Incident> incidents) {
    long unjudged = incidents.stream().filter(Incident::cameInUnjudged).count();
    String named =
        incidents.stream().limit(NAMED).map(Incident::title).collect(Collectors.joining(", "));
    String more =
        incidents.size() > NAMED ? " and %d more".formatted(incidents.size() - NAMED) : "";
    String identity =
        incidents.stream().map(Incident::identity).sorted().collect(Collectors.joining("\n"));
    return new Happening(
        policy,
        Weight.WARNING,
        "Audit",
        unjudged > 0 ? "CameInUnjudged" : "WouldBeRefused",
        ("%d containers run what this policy refuses; %d of them came in after it was written,"
                + " unjudged or before this was true of them: %s%s")
            .formatted(incidents.size(), unjudged, named, more),
        UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString());
  }

  private static String nameOf(ObjectReference policy) {
    return policy.getKind() + " " + policy.getName();
  }
}
