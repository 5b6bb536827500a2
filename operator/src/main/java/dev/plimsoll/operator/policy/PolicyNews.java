package dev.plimsoll.operator.policy;

import dev.plimsoll.operator.definition.Definitions;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What else than a change of its own makes a status worth writing anew: what an audit found, how
/// far the recording of what ran has come, that the definitions changed, and that this replica came
/// to lead.
@Singleton
public class PolicyNews {
  static final Duration UNTIL_LEADING = Duration.ofSeconds(30);

  private final PolicyIndex policies;
  private final ExemptionIndex exemptions;
  private final PolicyAudits audits;
  private final BaselineProgresses progresses;
  private final Definitions definitions;
  private final Lead lead;

  @Inject
  PolicyNews(
      PolicyIndex policies,
      ExemptionIndex exemptions,
      PolicyAudits audits,
      BaselineProgresses progresses,
      Definitions definitions,
      Leadership leadership) {
    this(policies, exemptions, audits, progresses, definitions, (Lead) leadership);
  }

  PolicyNews(
      PolicyIndex policies,
      ExemptionIndex exemptions,
      PolicyAudits audits,
      BaselineProgresses progresses,
      Definitions definitions,
      Lead lead) {
    this.definitions = definitions;
    this.policies = policies;
    this.exemptions = exemptions;
    this.audits = audits;
    this.progresses = progresses;
    this.lead = lead;
  }

  /// The news of the policies that `wanted` asks for.
  <R extends HasMetadata> SimpleInboundEventSource<R> ofPolicies(Predicate<PolicyName> wanted) {
    SimpleInboundEventSource<R> news = new SimpleInboundEventSource<>("news");
    Consumer<PolicyName> tell =
        policy -> {
          if (wanted.test(policy)) {
            news.propagateEvent(policy.resource());
          }
        };
    audits.onNews(tell);
    progresses.onNews(tell);
    Runnable tellOfAll =
        () ->
            policies
                .all()
                .map(IndexedPolicy::called)
                .filter(wanted)
                .forEach(policy -> news.propagateEvent(policy.resource()));
    definitions.onChange(tellOfAll);
    lead.onGain(tellOfAll);
    return news;
  }

  /// The news of all exemptions, whose statuses hang on policies too.
  <R extends HasMetadata> SimpleInboundEventSource<R> ofExemptions() {
    SimpleInboundEventSource<R> news = new SimpleInboundEventSource<>("news");
    Runnable tell =
        () ->
            exemptions
                .all()
                .forEach(
                    exemption ->
                        news.propagateEvent(
                            new ResourceID(exemption.key().name(), exemption.key().namespace())));
    audits.onUses(tell);
    policies.onChange(tell);
    lead.onGain(tell);
    return news;
  }
}
