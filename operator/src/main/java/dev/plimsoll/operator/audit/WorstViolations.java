package dev.plimsoll.operator.audit;

import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.WorstViolation;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Ellipsis;
import dev.plimsoll.operator.bytes.Quantities;
import dev.plimsoll.operator.bytes.StoredBytes;
import dev.plimsoll.operator.running.RunningImage;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.verdict.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The violations that weigh most, as many as a status may list: the hardest enforced first,
/// then the most severe, then those whose fix saves most.
final class WorstViolations {
  private static final Comparator<Entry> MILDEST_FIRST =
      Comparator.comparing((Entry entry) -> entry.violation.enforcement())
          .thenComparing(entry -> entry.violation.finding().severity())
          .thenComparing(entry -> entry.saving)
          .thenComparing(Comparator.comparing((Entry entry) -> entry.order()).reversed());

  /// The rest of a status takes no more than what is left of 64 KiB.
  static final int MOST_BYTES = 24 * 1024;

  private static final String UNTOLD =
      "told to those whose pull secrets open the image's repository";

  private final PriorityQueue<Entry> worst = new PriorityQueue<>(MILDEST_FIRST);
  private final Round.Told told;
  private boolean truncated;

  /// Only of what is listed in the end is it asked whether it may be told.
  WorstViolations(Round.Told told) {
    this.told = told;
  }

  private record Entry(Unit unit, RunningImage image, Violation violation, Bytes saving) {
    /// What decides between equals, so that a status does not change from one audit to the next.
    String order() {
      return String.join(
          " ",
          unit.namespace(),
          unit.owner().toString(),
          unit.container(),
          unit.digest(),
          violation.rule(),
          violation.actual());
    }
  }

  void add(Unit unit, RunningImage image, Violation violation) {
    worst.add(
        new Entry(unit, image, violation, Finding.pullSizeOf(violation.finding().reclaimable())));
    if (worst.size() > ImagePolicyStatus.WORST) {
      worst.remove();
      truncated = true;
    }
  }

  /// Whether there are more than the list has.
  boolean areTruncated() {
    return truncated;
  }

  /// Fewer where images choose to be wordy: a status has room for so many bytes of them.
  List<WorstViolation> list() {
    List<WorstViolation> listed = new ArrayList<>();
    int bytes = 0;
    for (Entry entry : worst.stream().sorted(MILDEST_FIRST.reversed()).toList()) {
      WorstViolation violation = inStatus(told(entry));
      bytes += StoredBytes.of(violation);
      if (bytes > MOST_BYTES) {
        truncated = true;
        break;
      }
      listed.add(violation);
    }
    return listed;
  }

  private Entry told(Entry entry) {
    return !entry.violation.hasEvidence() || told.isAllowed(entry.unit, entry.image)
        ? entry
        : new Entry(entry.unit, entry.image, entry.violation.withoutEvidence(), Bytes.NONE);
  }

  private static WorstViolation inStatus(Entry entry) {
    Violation violation = entry.violation;
    Blame blame = violation.finding().blame();
    Layer layer = blame.layer();
    return new WorstViolation(
        entry.unit.namespace(),
        Ellipsis.cut(entry.unit.owner().toString(), 320),
        entry.unit.container(),
        Ellipsis.cut(entry.image.title(), 512),
        Ellipsis.cut(entry.unit.digest(), 140),
        violation.rule(),
        Ellipsis.cut(violation.actual(), 160),
        Ellipsis.cut(violation.limit(), 160),
        layer == null ? null : layer.number(),
        blame.instruction() == null ? null : blame.instruction().abbreviated(240),
        blame.origin() == null ? null : blame.origin().phrase(),
        violation.isWithheld() ? UNTOLD : Ellipsis.cut(violation.finding().fix(), 400),
        savingOf(entry));
  }

  private static @Nullable String savingOf(Entry entry) {
    return entry.saving.equals(Bytes.NONE) ? null : Quantities.of(entry.saving);
  }
}
