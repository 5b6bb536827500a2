package dev.plimsoll.api.v1alpha1;

import dev.plimsoll.api.v1alpha1.BaselineSpec.ImageEntry;
import dev.plimsoll.api.v1alpha1.BaselineSpec.TakenRule;
import dev.plimsoll.api.v1alpha1.BaselineSpec.Toleration;
import dev.plimsoll.image.Ellipsis;
import dev.plimsoll.policy.baseline.Baseline;
import dev.plimsoll.policy.baseline.Ceiling;
import dev.plimsoll.policy.baseline.Recorded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a baseline holds, as it is written in its resource and as it is judged by.
public final class BaselineRecords {
  private static final int TEXT = 160;
  private static final int MARKS = 512;

  private BaselineRecords() {}

  /// The baseline that a resource stands for. What ended tolerates nothing.
  public static Baseline read(RecordedBaseline resource) {
    return read(
        resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName(),
        resource.getMetadata().getUid() + " " + resource.getMetadata().getResourceVersion(),
        resource.getSpec());
  }

  /// The same of a spec alone; `name` and `version` are the resource's.
  public static Baseline read(String name, String version, BaselineSpec spec) {
    return new Baseline(
        name, version, null, rulesOf(spec), spec.ended() == null ? records(spec) : List.of());
  }

  /// The rules for which it was taken.
  public static Set<String> rulesOf(BaselineSpec spec) {
    return spec.rules().stream().map(TakenRule::rule).collect(Collectors.toUnmodifiableSet());
  }

  /// What a spec holds, image by image.
  public static List<Recorded> records(BaselineSpec spec) {
    List<Recorded> records = new ArrayList<>();
    for (ImageEntry entry : spec.images()) {
      String image = entry.digest() == null ? entry.image() : entry.digest();
      entry.tolerated().forEach(toleration -> records.add(recorded(image, toleration)));
    }
    return records;
  }

  private static Recorded recorded(String image, Toleration toleration) {
    String settings = toleration.settings() == null ? "" : toleration.settings();
    String actual = toleration.actual() == null ? "" : toleration.actual();
    return new Recorded(image, toleration.rule(), ceiling(toleration), settings, actual);
  }

  private static @Nullable Ceiling ceiling(Toleration toleration) {
    if (toleration.most() != null) {
      return new Ceiling.Most(
          toleration.most(), toleration.unit() == null ? "" : toleration.unit());
    }
    if (toleration.since() != null) {
      return new Ceiling.Since(toleration.since());
    }
    return toleration.marks() == null ? null : new Ceiling.Only(Set.copyOf(toleration.marks()));
  }

  /// Entries for records, by image; `names` is what workloads call each. Records that are alike
  /// become one.
  public static List<ImageEntry> entries(List<Recorded> records, Map<String, String> names) {
    Map<String, List<Recorded>> byImage = new LinkedHashMap<>();
    records.forEach(
        recorded ->
            add(byImage.computeIfAbsent(recorded.image(), _ -> new ArrayList<>()), recorded));
    List<ImageEntry> entries = new ArrayList<>();
    byImage.forEach((image, of) -> entries.add(entry(image, of, names)));
    return entries;
  }

  private static void add(List<Recorded> records, Recorded recorded) {
    for (int i = 0; i < records.size(); i++) {
      if (records.get(i).isLike(recorded)) {
        records.set(i, records.get(i).or(recorded));
        return;
      }
    }
    records.add(recorded);
  }

  private static ImageEntry entry(String image, List<Recorded> records, Map<String, String> names) {
    boolean digest = names.containsKey(image);
    return new ImageEntry(
        Ellipsis.cut(names.getOrDefault(image, image), 512),
        digest ? image : null,
        records.stream().map(BaselineRecords::toleration).toList());
  }

  /// More marks than fit stand for anything: what runs is not refused for being much.
  private static Toleration toleration(Recorded recorded) {
    Ceiling ceiling = recorded.ceiling();
    String settings = recorded.settings().isEmpty() ? null : recorded.settings();
    String actual = Ellipsis.cut(recorded.actual(), TEXT);
    return switch (ceiling) {
      case Ceiling.Most(long number, String unit) ->
          new Toleration(
              recorded.rule(), actual, settings, number, Ellipsis.cut(unit, 64), null, null);
      case Ceiling.Since(long second) ->
          new Toleration(recorded.rule(), actual, settings, null, null, second, null);
      case Ceiling.Only(Set<String> marks) when marks.size() <= MARKS ->
          new Toleration(
              recorded.rule(),
              actual,
              settings,
              null,
              null,
              null,
              List.copyOf(new TreeSet<>(marks)));
      case Ceiling.Only _ ->
          new Toleration(recorded.rule(), actual, settings, null, null, null, null);
      case null -> new Toleration(recorded.rule(), actual, settings, null, null, null, null);
    };
  }
}
