package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ClusterImagePolicy;
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

/// Writes the status of a policy for the cluster, as [ImagePolicyReconciler] does of one
/// namespace's.
@ControllerConfiguration(name = "clusterimagepolicies", fieldManager = "plimsoll")
@RateLimited(maxReconciliations = 1, within = 2, unit = TimeUnit.SECONDS)
public class ClusterImagePolicyReconciler implements Reconciler<ClusterImagePolicy> {
  private final PolicyStatuses statuses;
  private final PolicyNews news;
  private final Lead lead;

  @Inject
  public ClusterImagePolicyReconciler(
      PolicyStatuses statuses, PolicyNews news, Leadership leadership) {
    this.statuses = statuses;
    this.news = news;
    this.lead = leadership;
  }

  @Override
  public List<EventSource<?, ClusterImagePolicy>> prepareEventSources(
      EventSourceContext<ClusterImagePolicy> context) {
    return List.of(news.ofPolicies(PolicyName::isForCluster));
  }

  @Override
  public UpdateControl<ClusterImagePolicy> reconcile(
      ClusterImagePolicy resource, Context<ClusterImagePolicy> context) {
    if (!lead.isHeld()) {
      return UpdateControl.<ClusterImagePolicy>noUpdate().rescheduleAfter(PolicyNews.UNTIL_LEADING);
    }
    return statuses
        .newsFor(resource)
        .map(
            status ->
                UpdateControl.patchStatus(
                    StatusPatch.of(resource, ClusterImagePolicy::new, status)))
        .orElseGet(UpdateControl::noUpdate);
  }
}
