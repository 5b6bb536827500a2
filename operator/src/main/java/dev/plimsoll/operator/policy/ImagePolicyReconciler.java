package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Writes a policy's status: when the policy changes, and when an audit has news of it.
///
/// On every replica it runs, on the leader it writes; only what differs, at most once in two
/// seconds per policy, and from what is known, never from what it wrote before.
@ControllerConfiguration(name = "imagepolicies", fieldManager = "plimsoll")
@RateLimited(maxReconciliations = 1, within = 2, unit = TimeUnit.SECONDS)
public class ImagePolicyReconciler implements Reconciler<ImagePolicy> {
  private final PolicyStatuses statuses;
  private final PolicyNews news;
  private final Lead lead;

  @Inject
  public ImagePolicyReconciler(PolicyStatuses statuses, PolicyNews news, Leadership leadership) {
    this(statuses, news, (Lead) leadership);
  }

  ImagePolicyReconciler(PolicyStatuses statuses, PolicyNews news, Lead lead) {
    this.statuses = statuses;
    this.news = news;
    this.lead = lead;
  }

  @Override
  public List<EventSource<?, ImagePolicy>> prepareEventSources(
      EventSourceContext<ImagePolicy> context) {
    return List.of(news.ofPolicies(name -> !name.isForCluster()));
  }

  @Override
  public UpdateControl<ImagePolicy> reconcile(ImagePolicy resource, Context<ImagePolicy> context) {
    return reconcile(resource);
  }

  UpdateControl<ImagePolicy> reconcile(ImagePolicy resource) {
    if (!lead.isHeld()) {
      return UpdateControl.<ImagePolicy>noUpdate().rescheduleAfter(PolicyNews.UNTIL_LEADING);
    }
    return statuses
        .newsFor(resource)
        .map(
            status -> UpdateControl.patchStatus(StatusPatch.of(resource, ImagePolicy::new, status)))
        .orElseGet(UpdateControl::noUpdate);
  }
}
