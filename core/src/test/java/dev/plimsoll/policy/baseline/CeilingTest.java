package dev.plimsoll.policy.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Finding.Release;
import dev.plimsoll.rule.size.PullSize;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// No worse, for each kind of measure.
class CeilingTest {
  private static final Instant MOMENT = Instant.parse("2026-11-21T10:00:00Z");

  @Property
  void fewerBytesAreNoWorse(
      @ForAll @LongRange(max = 1L << 50) long recorded,
      @ForAll @LongRange(max = 1L << 50) long now) {
    for (Measure[] pair :
        List.of(
            new Measure[] {pull(recorded), pull(now)},
            new Measure[] {disk(recorded), disk(now)},
            new Measure[] {part(recorded), part(now)},
            new Measure[] {new Measure.Count(recorded, "l"), new Measure.Count(now, "l")})) {
      assertThat(Ceiling.of(of(pair[0])).holds(of(pair[1]))).isEqualTo(now <= recorded);
    }
  }

  @Property
  void evidenceIsNoWorseWhereItIsAmongTheRecorded(
      @ForAll @Size(max = 30) Set<@StringLength(max = 8) String> recorded,
      @ForAll @Size(min = 1, max = 30) Set<@StringLength(max = 8) String> now) {
    boolean among = recorded.isEmpty() ? now.equals(Set.of("what")) : recorded.containsAll(now);

    assertThat(Ceiling.of(showing(recorded)).holds(showing(now))).isEqualTo(among);
  }

  @Property
  void twoTogetherHoldWhatEitherHolds(
      @ForAll @Size(min = 1, max = 20) Set<@StringLength(max = 4) String> one,
      @ForAll @Size(min = 1, max = 20) Set<@StringLength(max = 4) String> other) {
    Ceiling both = Ceiling.of(showing(one)).or(Ceiling.of(showing(other)));
    Set<String> union = new HashSet<>(one);
    union.addAll(other);

    assertThat(Stream.of(one, other, union)).allMatch(set -> both.holds(showing(set)));
    union.add("something longer than all");
    assertThat(both.holds(showing(union))).isFalse();
  }

  /// Many pieces become one mark: then only the very same are no worse.
  @Test
  void muchEvidenceIsNoWorseOnlyWhereItIsTheSame() {
    Set<String> many = numbered(Ceiling.PIECES + 10);
    Ceiling recorded = Ceiling.of(showing(many));

    assertThat(recorded.holds(showing(numbered(Ceiling.PIECES + 10)))).isTrue();
    assertThat(recorded.holds(showing(numbered(Ceiling.PIECES + 11)))).isFalse();
    assertThat(recorded.holds(showing(numbered(Ceiling.PIECES + 9)))).isFalse();
  }

  @ParameterizedTest
  @MethodSource
  void holds(Measure recorded, Measure now, boolean noWorse) {
    assertThat(Ceiling.of(of(recorded)).holds(of(now))).isEqualTo(noWorse);
  }

  static List<Arguments> holds() {
    return List.of(
        Arguments.of(moment(0), moment(0), true),
        Arguments.of(moment(0), moment(1), true),
        Arguments.of(moment(0), moment(-1), false),
        Arguments.of(new Measure.User("", 0L), new Measure.User("root", 0L), true),
        Arguments.of(new Measure.User("app", 1000L), new Measure.User("app", 0L), false),
        Arguments.of(new Measure.User("app", null), new Measure.User("app", null), true),
        Arguments.of(new Measure.User("app", null), new Measure.User("web", null), false),
        Arguments.of(base("debian:12"), base("debian:12"), true),
        Arguments.of(base("debian:12"), base("debian:13"), false),
        Arguments.of(packages("curl 8.1", "git 2.4"), packages("curl 8.1"), true),
        Arguments.of(packages("curl 8.1"), packages("curl 8.2"), false),
        Arguments.of(packages("curl 8.1"), packages("curl 8.1", "git 2.4"), false),
        Arguments.of(start("serve"), start("serve"), true),
        Arguments.of(start("serve"), start("serve", "--reload"), false),
        Arguments.of(pull(10), disk(5), false),
        Arguments.of(new Measure.Count(9, "layers"), new Measure.Count(3, "packages"), false));
  }

  private static Measure moment(long seconds) {
    return new Measure.Moment(MOMENT.plusSeconds(seconds));
  }

  private static Measure pull(long bytes) {
    return new Measure.PullSize(new Bytes(bytes));
  }

  private static Measure disk(long bytes) {
    return new Measure.DiskSize(new Bytes(bytes));
  }

  private static Measure part(long bytes) {
    return new Measure.Part(new Bytes(bytes), new Bytes(1L << 51));
  }

  private static Measure base(String name) {
    return new Measure.Base(List.of(name), null);
  }

  private static Measure start(String... words) {
    return new Measure.Start(List.of(words), List.of(), Map.of("NODE_ENV", "production"));
  }

  private static Measure packages(String... releases) {
    return new Measure.Packages(
        Stream.of(releases)
            .map(release -> release.split(" ", -1))
            .map(r -> new Release(new PackageName(Ecosystem.DPKG, r[0]), r[1]))
            .toList());
  }

  private static Set<String> numbered(int count) {
    return new HashSet<>(IntStream.range(0, count).mapToObj(i -> "/file-" + i).toList());
  }

  private static Finding of(Measure measure) {
    return Finding.of(new PullSize().description(), measure, "what");
  }

  private static Finding showing(Set<String> subjects) {
    return of(new Measure.Observed())
        .showing(subjects.stream().map(s -> new Evidence(s, Bytes.NONE)).toList());
  }
}
