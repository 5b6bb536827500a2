package dev.plimsoll.operator.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagMovesTest {
  private static final Reference WEB = Reference.parse("registry.example.com/web:1");
  private static final Digest ONE = Digest.parse("sha256:" + "1".repeat(64));
  private static final Digest TWO = Digest.parse("sha256:" + "2".repeat(64));
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final TagMoves moves = new TagMoves();

  @Test
  void saysNothingOfATagThatNobodyAskedForOrCouldTell() {
    assertThat(moves.ofTag(WEB, ONE)).isEmpty();
    assertThat(moves.note(Set.of(WEB), Map.of(), START)).isEmpty();
    assertThat(moves.ofTag(WEB, ONE)).isEmpty();
  }

  @Test
  void tagOfAnIndexMeansEachOfItsImages() {
    assertThat(moves.note(Set.of(WEB), Map.of(WEB, Set.of(ONE, TWO)), START)).containsExactly(WEB);

    assertThat(moves.ofTag(WEB, ONE)).isEmpty();
    assertThat(moves.ofTag(WEB, TWO)).isEmpty();
  }

  @Test
  void remembersSinceWhenItMeansAnother() {
    moves.note(Set.of(WEB), Map.of(WEB, Set.of(ONE)), START);
    Instant later = START.plusSeconds(3600);
    moves.note(Set.of(WEB), Map.of(WEB, Set.of(TWO)), later);

    assertThat(moves.note(Set.of(WEB), Map.of(WEB, Set.of(TWO)), later.plusSeconds(3600)))
        .as("news")
        .isEmpty();
    assertThat(moves.ofTag(WEB, ONE)).contains(later);
    assertThat(moves.ofTag(WEB, TWO)).isEmpty();
  }

  @Test
  void whatWasKnownStaysWhileTheRegistryIsAway() {
    moves.note(Set.of(WEB), Map.of(WEB, Set.of(TWO)), START);
    moves.note(Set.of(WEB), Map.of(), START.plusSeconds(3600));

    assertThat(moves.ofTag(WEB, ONE)).contains(START);
  }

  @Test
  void isDueOnceTheAnswerIsOldAndSoonerWhereThereWasNone() {
    Reference api = Reference.parse("registry.example.com/api:1");
    assertThat(moves.due(Set.of(WEB, api), START)).containsOnly(WEB, api);
    moves.note(Set.of(WEB, api), Map.of(WEB, Set.of(ONE)), START);

    assertThat(moves.due(Set.of(WEB, api), START.plus(Duration.ofMinutes(4)))).isEmpty();
    assertThat(moves.due(Set.of(WEB, api), START.plus(TagMoves.AGAIN))).containsOnly(api);
    assertThat(moves.due(Set.of(WEB, api), START.plus(TagMoves.BELIEVED))).containsOnly(WEB, api);
  }

  @Test
  void forgetsTagsOfWhichNothingRuns() {
    moves.note(Set.of(WEB), Map.of(WEB, Set.of(TWO)), START);
    moves.due(Set.of(), START);

    assertThat(moves.ofTag(WEB, ONE)).isEmpty();
  }
}
