package dev.plimsoll.cli.judging;

import dev.plimsoll.cli.policy.FilePolicy;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext.Placement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The policies of files: of exemptions and of what namespaces are labelled, a file tells nothing.
record FileRulebook(List<FilePolicy> policies) implements Rulebook {
  FileRulebook {
    policies = List.copyOf(policies);
  }

  @Override
  public List<Policy> policiesFor(
      @Nullable String namespace, Map<String, String> podLabels, Reference image) {
    return policies.stream()
        .filter(policy -> policy.covers(namespace, podLabels, image))
        .map(FilePolicy::policy)
        .toList();
  }

  @Override
  public Placement placementOf(@Nullable String namespace, Map<String, String> podLabels) {
    return new Placement(namespace, null, Map.of("labels", podLabels));
  }
}
