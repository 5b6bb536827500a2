package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ExemptionReader.Reading;
import dev.plimsoll.api.v1alpha1.Honouring;
import dev.plimsoll.api.v1alpha1.ImageExemption;
import dev.plimsoll.api.v1alpha1.ImageExemptionStatus;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.api.v1alpha1.PolicyCondition.Status;
import dev.plimsoll.image.Ellipsis;
import dev.plimsoll.operator.exemption.IndexedExemption;
import dev.plimsoll.policy.Exemption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Computes what an exemption's status is to say; pure.
final class ExemptionStatus {
  /// The reason of one whose time is over.
  static final String EXPIRED = "Expired";

  private static final int LONGEST_MESSAGE = 4096;

  private final IndexedExemption exemption;
  private final @Nullable ImageExemptionStatus former;
  private final Instant now;

  private ExemptionStatus(
      IndexedExemption exemption, @Nullable ImageExemptionStatus former, Instant now) {
    this.exemption = exemption;
    this.former = former;
    this.now = now;
  }

  /// The status by what each policy that has one of the rules makes of the exemption, and by how
  /// many images that run it covers, where that was looked at.
  static ImageExemptionStatus of(
      ImageExemption resource,
      IndexedExemption exemption,
      Map<PolicyName, Honouring> policies,
      Optional<Integer> images,
      Instant now) {
    ExemptionStatus status = new ExemptionStatus(exemption, resource.getStatus(), now);
    return switch (exemption.reading()) {
      case Reading.Faulty(List<String> faults) ->
          status.notHonoured("Invalid", String.join("\n", faults));
      case Reading.Read(Exemption read) ->
          read.isInForceAt(now)
              ? status.inForce(policies, images)
              : status.notHonoured(
                  EXPIRED,
                  "ended at %s; nothing is exempt by it any more, delete it"
                      .formatted(read.expires()));
    };
  }

  private ImageExemptionStatus inForce(
      Map<PolicyName, Honouring> policies, Optional<Integer> images) {
    List<String> by = new ArrayList<>();
    List<String> not = new ArrayList<>();
    policies.forEach(
        (policy, honouring) -> {
          switch (honouring) {
            case Honouring.Honoured _ -> by.add(policy.toString());
            case Honouring.Refused(String why) -> not.add(policy + ": " + why);
          }
        });
    if (policies.isEmpty()) {
      return notHonoured("NoPolicy", "no policy that it could count under has one of its rules");
    }
    if (by.isEmpty()) {
      return notHonoured("NotAccepted", "no policy honours it: " + String.join("; ", not));
    }
    String others = not.isEmpty() ? "" : "; not by " + String.join("; ", not);
    return status(
        condition(
            PolicyCondition.HONOURED,
            Status.TRUE,
            "Honoured",
            "by " + String.join(", ", by) + others),
        needed(images),
        images.orElse(null));
  }

  private PolicyCondition needed(Optional<Integer> images) {
    if (images.isEmpty()) {
      return condition(
          PolicyCondition.NEEDED, Status.UNKNOWN, "AuditPending", "what runs is being judged");
    }
    return images.get() > 0
        ? condition(
            PolicyCondition.NEEDED, Status.TRUE, "InUse", "covers images that run: " + images.get())
        : condition(
            PolicyCondition.NEEDED,
            Status.FALSE,
            "Unneeded",
            "nothing that runs needs it; delete it once nothing will");
  }

  private ImageExemptionStatus notHonoured(String reason, String message) {
    return status(
        condition(PolicyCondition.HONOURED, Status.FALSE, reason, message),
        condition(PolicyCondition.NEEDED, Status.UNKNOWN, "NotHonoured", "no policy honours it"),
        null);
  }

  private ImageExemptionStatus status(
      PolicyCondition honoured, PolicyCondition needed, @Nullable Integer images) {
    return new ImageExemptionStatus(
        exemption.key().generation(), List.of(honoured, needed), images);
  }

  private PolicyCondition condition(String type, Status status, String reason, String message) {
    String bounded = Ellipsis.cut(message, LONGEST_MESSAGE);
    return new PolicyCondition(
        type, status, reason, bounded, exemption.key().generation(), transitionTime(type, status));
  }

  private String transitionTime(String type, Status status) {
    List<PolicyCondition> conditions = former == null ? List.of() : former.conditions();
    return conditions.stream()
        .filter(condition -> condition.type().equals(type) && condition.status() == status)
        .map(PolicyCondition::lastTransitionTime)
        .findFirst()
        .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
