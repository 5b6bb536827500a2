package dev.plimsoll.rule.size;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Hidden;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Files that one layer adds and a later one hides: the bytes travel with the image all the same.
record Deletion(Facts facts, int added, int removed, List<FileGroup> groups) {
  /// The ways of hiding that leave nothing in the place of what was there.
  static final Set<Hidden.How> AWAY =
      Set.of(Hidden.How.DELETED, Hidden.How.DELETED_WITH_DIRECTORY, Hidden.How.OPAQUE);

  private static final int SHOWN = 90;

  private record Layers(int added, int removed) {}

  /// What was hidden so, by the layer that added it and the one that hid it; most bytes first.
  static List<Deletion> in(Facts facts, Set<Hidden.How> ways, Predicate<FileGroup> wanted) {
    return facts.files().orElseThrow().groups().stream()
        .filter(group -> group.hidden() != null && ways.contains(group.hidden().how()))
        .filter(group -> group.disk().count() > 0)
        .filter(wanted)
        .collect(groupingBy(Deletion::layersOf, toList()))
        .entrySet()
        .stream()
        .map(e -> new Deletion(facts, e.getKey().added, e.getKey().removed, e.getValue()))
        .sorted(
            Comparator.comparing((Deletion one) -> Finding.diskSizeOf(one.groups))
                .reversed()
                .thenComparingInt(Deletion::added)
                .thenComparingInt(Deletion::removed))
        .toList();
  }

  private static Layers layersOf(FileGroup group) {
    Hidden hidden = requireNonNull(group.hidden());
    return new Layers(group.layer(), hidden.layer());
  }

  /// The finding, which blames this layer; `done` says what the later layer did. What the base's
  /// own layers did to each other is advice.
  Finding finding(
      RuleDescription rule,
      int blamed,
      String done,
      Function<Collection<FileGroup>, List<Evidence>> shown) {
    List<Evidence> evidence = shown.apply(groups);
    Finding finding =
        Finding.of(
                rule,
                new Measure.DiskSize(Finding.diskSizeOf(groups)),
                "%s of layer %d, %s in layer %d"
                    .formatted(Evidences.names(evidence), added, done, removed))
            .blaming(facts, blamed)
            .showing(evidence)
            .freeing(groups);
    return isOfBase() ? finding.as(Severity.ADVICE) : finding;
  }

  /// Whether the base image did all of it.
  boolean isOfBase() {
    return removed <= facts.base().layers();
  }

  /// Whether the base image brought what a later layer hides.
  boolean isFromBase() {
    return added <= facts.base().layers();
  }

  /// What to do where the base image has a part in it.
  String mendingTheBase() {
    String name = facts.base().name() == null ? "the base" : facts.base().name();
    if (isOfBase()) {
      return "%s is built so: have it built without these files, or start FROM another"
          .formatted(name);
    }
    return switch (requireNonNull(groups.getFirst().hidden()).how()) {
      case OVERWRITTEN ->
          "build on the newest %s (docker build --pull), of which %s then replaces less; or copy what runs into a new stage"
              .formatted(name, removing());
      case COPIED_FOR_ATTRIBUTES ->
          "leave owner and mode of what %s brings as they are in %s, or COPY what needs others with --chown and --chmod"
              .formatted(name, removing());
      case DELETED, DELETED_WITH_DIRECTORY, OPAQUE ->
          (deed().onlyDeletes()
                      ? "drop %s, which saves nothing"
                      : "the deletion in %s saves nothing")
                  .formatted(removing())
              + ": start FROM a base without these files, or copy what runs into a new stage";
    };
  }

  /// What the later instruction does.
  Deed deed() {
    return Deed.of(facts.layer(removed).instruction());
  }

  /// Whether all that the lower layer adds is gone with it.
  boolean takesAll() {
    Set<FileGroup> gone = Set.copyOf(groups);
    return facts.files().orElseThrow().groups().stream()
        .filter(group -> group.layer() == added && group.disk().count() > 0)
        .allMatch(gone::contains);
  }

  String adding() {
    return instruction(added);
  }

  String removing() {
    return instruction(removed);
  }

  boolean addedBy(Instruction.Kind... kinds) {
    Instruction by = facts.layer(added).instruction();
    return by != null && List.of(kinds).contains(by.kind());
  }

  /// The instruction of a layer with its number, or the layer's number alone.
  private String instruction(int layer) {
    Instruction by = facts.layer(layer).instruction();
    return by == null
        ? "the instruction of layer " + layer
        : by.abbreviated(SHOWN) + " (layer " + layer + ")";
  }
}
