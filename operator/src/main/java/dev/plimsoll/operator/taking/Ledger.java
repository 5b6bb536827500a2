package dev.plimsoll.operator.taking;

import dev.plimsoll.api.v1alpha1.BaselineRecords;
import dev.plimsoll.api.v1alpha1.BaselineSpec;
import dev.plimsoll.api.v1alpha1.BaselineSpec.ImageEntry;
import dev.plimsoll.api.v1alpha1.BaselineSpec.TakenRule;
import dev.plimsoll.api.v1alpha1.BaselineSpec.Toleration;
import dev.plimsoll.operator.baseline.BaselineKey;
import dev.plimsoll.operator.taking.BaselineTaker.Taken;
import dev.plimsoll.policy.baseline.Recorded;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is to be written into a baseline, from what it says and what has become known; pure.
final class Ledger {
  private Ledger() {}

  /// A first or longer baseline: what stands stays, what was taken for further rules comes to it.
  static BaselineSpec with(
      BaselineKey key, @Nullable BaselineSpec former, Set<String> rules, Taken taken, Instant now) {
    List<Recorded> records = new ArrayList<>();
    Map<String, String> names = new HashMap<>(taken.names());
    if (former != null) {
      records.addAll(BaselineRecords.records(former));
      former.images().stream()
          .filter(image -> image.digest() != null)
          .forEach(image -> names.put(image.digest(), image.image()));
    }
    records.addAll(taken.records());
    Room room = Room.of(BaselineRecords.entries(records, names));
    return new BaselineSpec(
        key.reference(),
        rules(former, rules, now),
        room.entries().size(),
        room.entries(),
        room.leftOut() == 0 ? null : room.leftOut(),
        former == null ? null : former.ended(),
        null);
  }

  /// A baseline that somebody deleted: from now on nothing is tolerated.
  static BaselineSpec ended(BaselineKey key, Set<String> rules, Instant now) {
    return new BaselineSpec(
        key.reference(), rules(null, rules, now), 0, List.of(), null, inSeconds(now), null);
  }

  /// What is left when only some rules refuse any more.
  static BaselineSpec keeping(BaselineSpec former, Predicate<String> refuses) {
    List<ImageEntry> images =
        former.images().stream()
            .map(image -> keeping(image, refuses))
            .filter(image -> !image.tolerated().isEmpty())
            .toList();
    return new BaselineSpec(
        former.policy(),
        former.rules().stream().filter(rule -> refuses.test(rule.rule())).toList(),
        images.size(),
        images,
        former.leftOut(),
        former.ended(),
        null);
  }

  private static ImageEntry keeping(ImageEntry image, Predicate<String> refuses) {
    List<Toleration> kept =
        image.tolerated().stream()
            .filter(t -> t.rule().equals(Recorded.ANY) || refuses.test(t.rule()))
            .toList();
    return new ImageEntry(image.image(), image.digest(), kept);
  }

  /// The same, of a policy that went at a moment, or came back.
  static BaselineSpec goneSince(BaselineSpec former, @Nullable Instant since) {
    return new BaselineSpec(
        former.policy(),
        former.rules(),
        former.count(),
        former.images(),
        former.leftOut(),
        former.ended(),
        since == null ? null : inSeconds(since));
  }

  private static List<TakenRule> rules(
      @Nullable BaselineSpec former, Set<String> rules, Instant now) {
    List<TakenRule> all = new ArrayList<>(former == null ? List.of() : former.rules());
    Set<String> known = former == null ? Set.of() : BaselineRecords.rulesOf(former);
    new TreeSet<>(rules)
        .stream()
            .filter(rule -> !known.contains(rule))
            .forEach(rule -> all.add(new TakenRule(rule, inSeconds(now))));
    return all;
  }

  private static String inSeconds(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
