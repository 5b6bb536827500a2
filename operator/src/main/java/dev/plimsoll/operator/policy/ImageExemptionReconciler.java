package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.Honouring;
import dev.plimsoll.api.v1alpha1.ImageExemption;
import dev.plimsoll.api.v1alpha1.ImageExemptionStatus;
import dev.plimsoll.operator.event.Events;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.exemption.IndexedExemption;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.policy.Policy;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Writes an exemption's status: which policies honour it, whether what runs needs it, and, at
/// the moment it comes, that it has ended. What an Event is due for shows in the status before,
/// so that it is told once, whichever replica leads.
@ControllerConfiguration(name = "imageexemptions", fieldManager = "plimsoll")
@RateLimited(maxReconciliations = 1, within = 2, unit = TimeUnit.SECONDS)
public class ImageExemptionReconciler implements Reconciler<ImageExemption> {
  private static final Duration LOOK_AGAIN = Duration.ofHours(1);

  private final PolicyIndex policies;
  private final ExemptionIndex exemptions;
  private final PolicyAudits audits;
  private final PolicyNews news;
  private final ExemptionFigures figures;
  private final Events events;
  private final Lead lead;
  private final Clock clock = Clock.systemUTC();

  @Inject
  public ImageExemptionReconciler(
      PolicyIndex policies,
      ExemptionIndex exemptions,
      PolicyAudits audits,
      PolicyNews news,
      ExemptionFigures figures,
      Events events,
      Leadership leadership) {
    this.figures = figures;
    this.events = events;
    this.policies = policies;
    this.exemptions = exemptions;
    this.audits = audits;
    this.news = news;
    this.lead = leadership;
  }

  @Override
  public List<EventSource<?, ImageExemption>> prepareEventSources(
      EventSourceContext<ImageExemption> context) {
    exemptions.onChange(
        () -> {
          if (lead.isHeld()) {
            figures.publish();
          }
        });
    return List.of(news.ofExemptions());
  }

  @Override
  public UpdateControl<ImageExemption> reconcile(
      ImageExemption resource, Context<ImageExemption> context) {
    if (!lead.isHeld()) {
      return UpdateControl.<ImageExemption>noUpdate().rescheduleAfter(PolicyNews.UNTIL_LEADING);
    }
    Instant now = clock.instant();
    IndexedExemption indexed =
        exemptions.asReadFrom(resource).orElseGet(() -> IndexedExemption.of(resource));
    ImageExemptionStatus status =
        ExemptionStatus.of(
            resource, indexed, honouring(indexed), audits.usesOf(indexed.key()), now);
    figures.count(indexed, status);
    ExemptionHappenings.between(resource, status).forEach(events::tell);
    UpdateControl<ImageExemption> control =
        status.equals(resource.getStatus())
            ? UpdateControl.noUpdate()
            : UpdateControl.patchStatus(StatusPatch.of(resource, ImageExemption::new, status));
    return control.rescheduleAfter(untilNextLook(indexed, now));
  }

  /// What the policies with one of its rules make of an exemption, where it could count.
  private Map<PolicyName, Honouring> honouring(IndexedExemption indexed) {
    Map<PolicyName, Honouring> found = new LinkedHashMap<>();
    indexed
        .exemption()
        .ifPresent(
            exemption ->
                policies.judging().stream()
                    .sorted(Comparator.comparing(policy -> policy.called().toString()))
                    .filter(
                        policy -> policy.policy().filter(p -> sharesRule(p, exemption)).isPresent())
                    .forEach(
                        policy ->
                            by(policy, indexed, exemption)
                                .ifPresent(honouring -> found.put(policy.called(), honouring))));
    return found;
  }

  private Optional<Honouring> by(
      IndexedPolicy policy, IndexedExemption indexed, Exemption exemption) {
    String own = indexed.key().namespace();
    if (policies.isExcluded(own) && !indexed.reachesOthers()) {
      return Optional.of(
          new Honouring.Refused(
              "judges nothing in namespace %s; say which others are meant by a namespaceSelector"
                  .formatted(own)));
    }
    return policy
        .forCluster()
        .map(cluster -> exemptions.honouring(cluster.exemptions(), indexed, exemption))
        .or(
            () ->
                policy.namespace().equals(indexed.key().namespace())
                    ? Optional.of(new Honouring.Honoured(exemption))
                    : Optional.empty());
  }

  private static boolean sharesRule(Policy policy, Exemption exemption) {
    return policy.rules().stream()
        .anyMatch(
            setting ->
                exemption.allowances().stream()
                    .anyMatch(allowance -> allowance.rule().equals(setting.rule().id())));
  }

  private static Duration untilNextLook(IndexedExemption indexed, Instant now) {
    return indexed
        .exemption()
        .map(exemption -> Duration.between(now, exemption.expires()))
        .filter(left -> left.isPositive() && left.compareTo(LOOK_AGAIN) < 0)
        .map(left -> left.plusSeconds(1))
        .orElse(LOOK_AGAIN);
  }
}
