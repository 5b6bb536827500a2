package dev.plimsoll.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.api.v1alpha1.Acceptance;
import dev.plimsoll.api.v1alpha1.AlreadyRunning;
import dev.plimsoll.api.v1alpha1.ClusterImagePolicySpec;
import dev.plimsoll.api.v1alpha1.ImagePolicySpec;
import dev.plimsoll.api.v1alpha1.PolicyReader;
import dev.plimsoll.api.v1alpha1.PolicySpec;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import java.util.List;
import java.util.Map;

/// A policy of a cluster: what to judge by, and what the resource says beside that. `enforcement`
/// is what it does now, whatever it is judged by here.
///
/// `namespace` is empty where it is one for the cluster.
public record ClusterPolicy(
    String namespace, String name, String enforcement, Policy policy, PolicySpec spec) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final String ENFORCEMENT = "enforcement";

  /// Why a policy judges nothing.
  static final class NotAccepted extends Exception {
    private static final long serialVersionUID = 1L;

    NotAccepted(String sentence) {
      super(sentence);
    }
  }

  /// Reads a policy as the operator does; where `enforced` says so, as if its `spec.enforcement`
  /// were Enforce.
  static ClusterPolicy of(ObjectNode object, boolean enforced) throws NotAccepted {
    boolean everywhere = object.path("kind").asText().equals("ClusterImagePolicy");
    String namespace = everywhere ? "" : object.path("metadata").path("namespace").asText();
    String name = object.path("metadata").path("name").asText();
    String title = everywhere ? name : namespace + "/" + name;
    String now = object.path("spec").path(ENFORCEMENT).asText("Enforce");
    if (enforced && object.get("spec") instanceof ObjectNode spec) {
      spec.put(ENFORCEMENT, "Enforce");
    }
    try {
      Class<? extends PolicySpec> type =
          everywhere ? ClusterImagePolicySpec.class : ImagePolicySpec.class;
      PolicySpec spec = JSON.treeToValue(object.path("spec"), type);
      return switch (PolicyReader.read(title, spec)) {
        case Acceptance.Accepted(Policy policy) ->
            new ClusterPolicy(namespace, name, now, policy, spec);
        case Acceptance.NotAccepted(List<String> why) ->
            throw new NotAccepted(
                "policy %s is not accepted and judges nothing: %s"
                    .formatted(title, String.join("; ", why)));
      };
    } catch (JsonProcessingException e) {
      throw new NotAccepted(
          "policy %s is not understood here: %s".formatted(title, e.getOriginalMessage()));
    }
  }

  /// What people call it.
  public String title() {
    return policy.name();
  }

  /// Whether what ran before it refused may go on.
  public boolean toleratesWhatRan() {
    return spec.alreadyRunning() == AlreadyRunning.TOLERATE;
  }

  /// Whether it is about an image in Pods with these labels, if about their namespace.
  boolean covers(Map<String, String> podLabels, Reference image) {
    return spec.match().selects(podLabels) && policy.match().mayCover(image);
  }
}
