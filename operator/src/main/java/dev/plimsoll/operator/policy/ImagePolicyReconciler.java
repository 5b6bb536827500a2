package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.Acceptance;
import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Writes a policy's status: when the policy changes, and when an audit has news of it.
///
/// On every replica it runs, on the leader it writes; only what differs, at most once in two
/// seconds per policy, and from what is known, never from what it wrote before.
@ControllerConfiguration(name = "imagepolicies", fieldManager = "plimsoll")
@RateLimited(maxReconciliations = 1, within = 2, unit = TimeUnit.SECONDS)
public class ImagePolicyReconciler implements Reconciler<ImagePolicy> {
  private static final Duration UNTIL_LEADING = Duration.ofSeconds(30);

  private final PolicyIndex index;
  private final PolicyAudits audits;
  private final Leadership leadership;
  private final Clock clock;

  @Inject
  public ImagePolicyReconciler(PolicyIndex index, PolicyAudits audits, Leadership leadership) {
    this(index, audits, leadership, Clock.systemUTC());
  }

  ImagePolicyReconciler(
      PolicyIndex index, PolicyAudits audits, Leadership leadership, Clock clock) {
    this.index = index;
    this.audits = audits;
    this.leadership = leadership;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ImagePolicy>> prepareEventSources(
      EventSourceContext<ImagePolicy> context) {
    SimpleInboundEventSource<ImagePolicy> news = new SimpleInboundEventSource<>("news");
    audits.onNews(policy -> news.propagateEvent(new ResourceID(policy.name(), policy.namespace())));
    leadership.onGain(
        () ->
            index.all().forEach(p -> news.propagateEvent(new ResourceID(p.name(), p.namespace()))));
    return List.of(news);
  }

  @Override
  public UpdateControl<ImagePolicy> reconcile(ImagePolicy resource, Context<ImagePolicy> context) {
    if (!leadership.isHeld()) {
      return UpdateControl.<ImagePolicy>noUpdate().rescheduleAfter(UNTIL_LEADING);
    }
    ImagePolicyStatus status = statusOf(resource);
    return status.equals(resource.getStatus())
        ? UpdateControl.noUpdate()
        : UpdateControl.patchStatus(fresh(resource, status));
  }

  private ImagePolicyStatus statusOf(ImagePolicy resource) {
    String namespace = resource.getMetadata().getNamespace();
    String name = resource.getMetadata().getName();
    Acceptance acceptance =
        index
            .named(namespace, name)
            .filter(policy -> policy.isReadFrom(resource))
            .orElseGet(() -> IndexedPolicy.of(resource))
            .acceptance();
    if (index.isExcluded(namespace)) {
      return PolicyStatus.excluded(resource, acceptance, clock.instant());
    }
    PolicyAudit audit = audits.of(new PolicyName(namespace, name)).orElse(null);
    return PolicyStatus.of(resource, acceptance, audit, clock.instant());
  }

  private static ImagePolicy fresh(ImagePolicy resource, ImagePolicyStatus status) {
    ImagePolicy fresh = new ImagePolicy();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(resource.getMetadata().getNamespace())
            .withName(resource.getMetadata().getName())
            .build());
    fresh.setStatus(status);
    return fresh;
  }
}
