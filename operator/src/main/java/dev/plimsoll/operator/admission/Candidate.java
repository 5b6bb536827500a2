package dev.plimsoll.operator.admission;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.ContainerContext.Placement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.workload.ContainerImage;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An image of a workload with the policies that are about it, and how deep these must look.
///
/// `invalid` says why the image's name is none. No kubelet starts such a container; policies
/// about every image decide whether it is refused right away.
record Candidate(
    ContainerImage image, Reference reference, @Nullable Unknown invalid, List<Policy> policies) {
  private static final Reference NO_IMAGE =
      new Reference("invalid.invalid", "invalid", "invalid", null);

  Candidate {
    policies = List.copyOf(policies);
  }

  static Candidate of(ContainerImage image, Function<Reference, List<Policy>> policies) {
    try {
      Reference reference = Reference.parse(image.image());
      return new Candidate(image, reference, null, policies.apply(reference));
    } catch (InvalidReferenceException e) {
      Unknown why = new Unknown(Cause.NOT_FOUND, String.valueOf(e.getMessage()));
      return new Candidate(image, NO_IMAGE, why, policies.apply(NO_IMAGE));
    }
  }

  /// The same image, run there.
  Candidate in(Placement place) {
    ContainerContext context = image.context().in(place);
    return new Candidate(
        new ContainerImage(image.kind(), image.image(), context), reference, invalid, policies);
  }

  /// How the container is run, and how its image is named where that is a name.
  ContainerContext context() {
    return invalid == null ? image.context().of(reference) : image.context();
  }

  /// How deep the image must be read for every rule to be judged, as far as its name tells.
  Depth depth() {
    return deepest(rules().map(rule -> rule.description().depth()));
  }

  /// The same, as far as `inspections` tell; what fell short of an earlier depth stays there.
  Depth depthAfter(List<Inspection> inspections) {
    return deepest(
        inspections.stream()
            .flatMap(
                inspection ->
                    switch (inspection) {
                      case Inspected(Facts facts, Unknown shortfall) ->
                          shortfall == null
                              ? rules().map(rule -> rule.depthFor(facts))
                              : Stream.empty();
                      case Uninspectable _ -> Stream.empty();
                    }));
  }

  private Stream<Rule<?>> rules() {
    return policies.stream()
        .flatMap(policy -> policy.rules().stream())
        .map(setting -> setting.rule());
  }

  private static Depth deepest(Stream<Depth> depths) {
    return depths.max(Comparator.naturalOrder()).orElse(Depth.REFERENCE);
  }
}
