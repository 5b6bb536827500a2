package dev.plimsoll.operator.admission;

import dev.plimsoll.evaluation.UnreadableName;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.ContainerContext.Placement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.memory.Former;
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.workload.ContainerImage;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An image of a workload with the policies that are about it, and how deep these must look.
///
/// `unreadable` is what is known of an image whose name is none, null where it is one; every policy
/// of the namespace may be about it. `replaces` is what the container ran before, null where that
/// is nothing, no name, or no policy asks for it.
record Candidate(
    ContainerImage image,
    Reference reference,
    @Nullable Inspection unreadable,
    List<Policy> policies,
    @Nullable Reference replaces) {
  Candidate {
    policies = List.copyOf(policies);
  }

  static Candidate of(ContainerImage image, Function<Reference, List<Policy>> policies) {
    try {
      Reference reference = Reference.parse(image.image());
      return new Candidate(image, reference, null, policies.apply(reference), null);
    } catch (InvalidReferenceException e) {
      return new Candidate(
          image,
          Reference.UNREADABLE,
          UnreadableName.inspection(e),
          policies.apply(Reference.UNREADABLE),
          null);
    }
  }

  /// The same image, run there.
  Candidate in(Placement place) {
    return run(image.context().in(place));
  }

  /// The same image, in the place of this one, if a policy asks for that and it is a name.
  Candidate replacing(@Nullable String former) {
    if (former == null || policies.stream().noneMatch(p -> p.asksOfMemory(Memory.Part.FORMER))) {
      return this;
    }
    try {
      return new Candidate(image, reference, unreadable, policies, Reference.parse(former));
    } catch (InvalidReferenceException _) {
      return this;
    }
  }

  /// The same image, of whose container this is known to run until now.
  Candidate after(Former former) {
    return run(image.context().remembering(image.context().memory().of(former)));
  }

  private Candidate run(ContainerContext context) {
    return new Candidate(
        new ContainerImage(image.kind(), image.image(), context),
        reference,
        unreadable,
        policies,
        replaces);
  }

  /// How the container is run, and how its image is named.
  ContainerContext context() {
    return image.context().of(reference);
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
