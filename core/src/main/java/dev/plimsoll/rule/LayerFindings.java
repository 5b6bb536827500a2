package dev.plimsoll.rule;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Findings about file groups, one for each layer that brings some: their size on disk is
/// measured, their layer and its instruction are to blame, and they go when it is fixed.
public final class LayerFindings {
  private final RuleDescription rule;
  private final Facts facts;
  private Function<Collection<FileGroup>, List<Evidence>> evidence = Evidences::byOwner;
  private UnaryOperator<Finding> finish = UnaryOperator.identity();

  private LayerFindings(RuleDescription rule, Facts facts) {
    this.rule = rule;
    this.facts = facts;
  }

  public static LayerFindings of(RuleDescription rule, Facts facts) {
    return new LayerFindings(rule, facts);
  }

  /// How groups are shown; by owner where nothing else is said.
  public LayerFindings showing(Function<Collection<FileGroup>, List<Evidence>> shown) {
    evidence = shown;
    return this;
  }

  /// What is still done to each finding: a fix of its own, another severity.
  public LayerFindings finishing(UnaryOperator<Finding> last) {
    finish = last;
    return this;
  }

  /// The findings, lowest layer first; groups without bytes are left out.
  public List<Finding> in(Collection<FileGroup> groups) {
    Map<Integer, List<FileGroup>> byLayer =
        groups.stream()
            .filter(g -> !g.disk().equals(Bytes.NONE))
            .collect(groupingBy(FileGroup::layer, TreeMap::new, toList()));
    return byLayer.entrySet().stream().map(e -> finding(e.getKey(), e.getValue())).toList();
  }

  private Finding finding(int number, List<FileGroup> groups) {
    Layer layer = facts.layer(number);
    Origin origin = facts.base().originOf(number);
    List<Evidence> shown = evidence.apply(groups);
    return finish.apply(
        Finding.of(rule, new Measure.DiskSize(Finding.diskSizeOf(groups)), Evidences.names(shown))
            .blaming(new Blame(layer, layer.instruction(), origin))
            .showing(shown)
            .freeing(groups));
  }
}
