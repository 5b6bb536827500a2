package dev.plimsoll.policy.baseline;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.reference.Digest;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// How bad a finding may be to be no worse than what was recorded.
public sealed interface Ceiling {
  /// More pieces of evidence than these count as one, so that only the very same are no worse.
  int PIECES = 48;

  /// No more than a number of a unit.
  record Most(long number, String unit) implements Ceiling {}

  /// No earlier than a moment, in seconds since 1970.
  record Since(long second) implements Ceiling {}

  /// Nothing but what these marks stand for; a mark tells nothing of what it stands for.
  record Only(Set<String> marks) implements Ceiling {
    public Only {
      marks = Set.copyOf(marks);
    }
  }

  /// The ceiling that a finding sets.
  static Ceiling of(Finding finding) {
    return switch (finding.measure()) {
      case Measure.PullSize(var bytes) -> new Most(bytes.count(), "bytes to pull");
      case Measure.DiskSize(var bytes) -> new Most(bytes.count(), "bytes on disk");
      case Measure.Part(var bytes, _) -> new Most(bytes.count(), "bytes of the image");
      case Measure.Count(long number, String what) -> new Most(number, what);
      case Measure.Moment(var at) -> new Since(at.getEpochSecond());
      case Measure.User(String declared, Long uid) ->
          only(Stream.of(uid == null ? "user " + declared : "uid " + uid));
      case Measure.Base(List<String> proven, String claimed) ->
          only(Stream.concat(proven.stream(), Stream.ofNullable(claimed).map(c -> "claims " + c)));
      case Measure.Packages(var releases) -> only(releases.stream().map(Object::toString));
      case Measure.Start start -> only(Stream.of(textOf(start)));
      case Measure.Observed _, Measure.Unmeasured _ -> only(subjects(finding));
    };
  }

  /// Whether a finding is no worse than what set this ceiling.
  default boolean holds(Finding finding) {
    return switch (of(finding)) {
      case Most(long number, String unit) ->
          this instanceof Most most && most.unit.equals(unit) && number <= most.number;
      case Since(long second) -> this instanceof Since since && second >= since.second;
      case Only(Set<String> marks) -> this instanceof Only only && only.marks.containsAll(marks);
    };
  }

  /// Whether both are of one kind, so that the looser one, or both together, can stand for them.
  default boolean isLike(Ceiling other) {
    return switch (this) {
      case Most(_, String unit) -> other instanceof Most most && most.unit.equals(unit);
      case Since _ -> other instanceof Since;
      case Only _ -> other instanceof Only;
    };
  }

  /// The ceiling under which both findings are; only of two that are alike.
  default Ceiling or(Ceiling other) {
    return switch (this) {
      case Most(long number, String unit) when other instanceof Most most ->
          new Most(Math.max(number, most.number), unit);
      case Since(long second) when other instanceof Since since ->
          new Since(Math.min(second, since.second));
      case Only(Set<String> marks) when other instanceof Only only ->
          new Only(Stream.concat(marks.stream(), only.marks.stream()).collect(toUnmodifiableSet()));
      case Most _, Since _, Only _ ->
          throw new IllegalArgumentException(this + " and " + other + " are not alike");
    };
  }

  private static Stream<String> subjects(Finding finding) {
    return finding.evidence().isEmpty()
        ? Stream.of(finding.what())
        : finding.evidence().stream().map(Evidence::subject);
  }

  private static String textOf(Measure.Start start) {
    return String.join(
        "\n",
        String.join(" ", start.entrypoint()),
        String.join(" ", start.command()),
        new TreeSet<>(start.environment().entrySet().stream().map(Object::toString).toList())
            .toString());
  }

  private static Only only(Stream<String> pieces) {
    TreeSet<String> sorted = pieces.collect(toCollection(TreeSet::new));
    if (sorted.size() > PIECES) {
      return new Only(Set.of(mark(String.join("\n", sorted))));
    }
    List<String> marks = new ArrayList<>();
    sorted.forEach(piece -> marks.add(mark(piece)));
    return new Only(Set.copyOf(marks));
  }

  /// Twelve hexadecimal digits that stand for a text.
  static String mark(String text) {
    byte[] hash = Digest.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 6);
  }
}
