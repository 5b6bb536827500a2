package dev.plimsoll.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.prediction.Method;
import dev.plimsoll.prediction.Prediction;
import dev.plimsoll.prediction.Predictor;
import dev.plimsoll.prediction.Rung;
import dev.plimsoll.prediction.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The size predicted from each image, against the size of the one that somebody mended by hand.
///
/// The predictor sees the image and the base that it is to stand on, or the image alone. Pairs
/// that save less than a fifth are listed and do not count.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PredictionE2E {
  private static final double WORTH_IT = 0.2;
  private static final double PRECISION = 0.95;
  private static final double RECALL = 0.85;

  /// A pair, what was predicted, and what a simpler reckoning says.
  private record Row(
      Pair pair,
      Facts before,
      Facts after,
      Prediction prediction,
      RemovedPaths removed,
      long byRatio) {
    double error() {
      return relative(prediction.pull().likely().count());
    }

    double diskError() {
      long actual = after.files().orElseThrow().diskSize().count();
      return (double) (prediction.disk().likely().count() - actual) / actual;
    }

    double errorOfSaving() {
      long saved = before.pullSize().count() - actual();
      long predicted = before.pullSize().count() - prediction.pull().likely().count();
      return (double) (predicted - saved) / saved;
    }

    double errorOfNoChange() {
      return relative(before.pullSize().count());
    }

    double errorByRatio() {
      return relative(byRatio);
    }

    boolean counts() {
      return actual() < before.pullSize().count() * (1 - WORTH_IT);
    }

    boolean covers() {
      return prediction.pull().covers(after.pullSize())
          && prediction.disk().covers(after.files().orElseThrow().diskSize());
    }

    private double relative(long predicted) {
      return (double) (predicted - actual()) / actual();
    }

    private long actual() {
      return after.pullSize().count();
    }
  }

  private final List<Row> onListedBases = new ArrayList<>();
  private final List<Row> byClosure = new ArrayList<>();
  private final List<Pair> notBuilt = new ArrayList<>();
  private CorpusReading corpus;

  @BeforeAll
  void predictAll() throws IOException {
    corpus = new CorpusReading();
    for (Pair pair : Pair.all()) {
      if (!corpus.images().contains(pair.before())) {
        notBuilt.add(pair);
        continue;
      }
      Predictor alone = Predictor.of(corpus.facts(pair.before()));
      Facts base = pair.isOnScratch() ? null : corpus.facts(pair.rung());
      Rung rung = rung(pair, base);
      onListedBases.add(row(pair, at(rung, base == null ? alone : alone.on(base)), base));
      byClosure.add(row(pair, at(rung, alone), null));
    }
    Reports.write(
        "prediction.md",
        table("On the bases that are listed", onListedBases)
            + table("By closure, without a listed base", byClosure)
            + (notBuilt.isEmpty() ? "" : "Not built, so not measured: " + notBuilt + "\n"));
  }

  @AfterAll
  void close() {
    corpus.close();
  }

  @Test
  void isNearTheImageThatWasMendedByHand() {
    assertThat(median(onListedBases, Row::error)).as("median error").isLessThanOrEqualTo(0.10);
    assertThat(worst(onListedBases, Row::error)).as("worst error").isLessThanOrEqualTo(0.25);
  }

  @Test
  void isNearItWithoutAListedBaseToo() {
    assertThat(median(byClosure, Row::error)).as("median error").isLessThanOrEqualTo(0.10);
    assertThat(worst(byClosure, Row::error)).as("worst error").isLessThanOrEqualTo(0.25);
  }

  @Test
  void isNearerThanSimplerReckonings() {
    assertThat(mean(onListedBases, Row::error))
        .isLessThan(mean(onListedBases, Row::errorOfNoChange))
        .isLessThan(mean(onListedBases, Row::errorByRatio));
    assertThat(mean(byClosure, Row::error)).isLessThan(mean(byClosure, Row::errorOfNoChange));
  }

  private static Rung rung(Pair pair, Facts base) {
    if (pair.isOnScratch()) {
      return Rung.SCRATCH;
    }
    boolean shell =
        base.files().orElseThrow().groups().stream()
            .anyMatch(group -> group.present() && group.fileClass() == FileClass.SHELL);
    return shell ? Rung.SLIM : Rung.DISTROLESS;
  }

  private static Prediction at(Rung rung, Predictor predictor) {
    return predictor.ladder().stream()
        .filter(step -> step.rung() == rung && step.prediction() != null)
        .map(Step::prediction)
        .findFirst()
        .orElseGet(predictor::predict);
  }

  private Row row(Pair pair, Prediction prediction, Facts base) throws IOException {
    Facts before = corpus.facts(pair.before());
    return new Row(
        pair,
        before,
        corpus.facts(pair.after()),
        prediction,
        RemovedPaths.of(
            corpus.files(pair.before()).in(prediction.removed().groups()),
            corpus.files(pair.before()).sizes(),
            corpus.files(pair.after()).paths(),
            base == null ? Set.of() : corpus.files(pair.rung()).paths()),
        byRatio(before, prediction, base));
  }

  /// What stays, its bytes compressed as its layer is on the average, and the base that comes
  /// instead.
  private static long byRatio(Facts before, Prediction prediction, Facts base) {
    double reckoned =
        base != null && prediction.method() == Method.SIBLING ? base.pullSize().count() : 0;
    for (Layer layer : before.layers()) {
      long all = 0;
      long staying = 0;
      for (FileGroup group : before.files().orElseThrow().groups()) {
        if (group.layer() == layer.number()) {
          all += group.disk().count();
          staying += prediction.removed().has(group) ? 0 : group.disk().count();
        }
      }
      reckoned += all == 0 ? 0 : (double) staying / all * layer.pullSize().count();
    }
    return Math.round(reckoned);
  }

  private static String table(String title, List<Row> rows) {
    StringBuilder table = new StringBuilder("## ").append(title).append("\n\n");
    table.append(
        "| pair | on | before | predicted | range | method | after | error | of the saving |"
            + " range covers | disk | no change | by layer's ratio | removed: precision | recall |\n");
    table.append("| --- ".repeat(15)).append("|\n");
    rows.forEach(row -> table.append(line(row)));
    return table
        .append(
            String.format(
                Locale.ROOT,
                "%n%d pairs that save a fifth or more: median error %.1f %%, worst %.1f %%, bias"
                    + " %+.1f %%, covered by the range %d; no change %.0f %% on the mean, by the"
                    + " layer's ratio %.1f %%, predicted %.1f %%.%n%n",
                counted(rows).size(),
                100 * median(rows, Row::error),
                100 * worst(rows, Row::error),
                100 * counted(rows).stream().mapToDouble(Row::error).average().orElse(0),
                counted(rows).stream().filter(Row::covers).count(),
                100 * mean(rows, Row::errorOfNoChange),
                100 * mean(rows, Row::errorByRatio),
                100 * mean(rows, Row::error)))
        .toString();
  }

  private static String line(Row row) {
    return String.format(
        Locale.ROOT,
        "| %s%s | %s | %s | %s | %s to %s | %s | %s | %+.1f %% | %+.1f %% | %s | %+.1f %% |"
            + " %+.0f %% | %+.1f %% | %s | %s |%n",
        row.pair(),
        row.counts() ? "" : " (does not count)",
        row.pair().rung(),
        row.before().pullSize(),
        row.prediction().pull().likely(),
        row.prediction().pull().low(),
        row.prediction().pull().high(),
        row.prediction().method(),
        row.after().pullSize(),
        100 * row.error(),
        100 * row.errorOfSaving(),
        row.covers() ? "yes" : "**no**",
        100 * row.diskError(),
        100 * row.errorOfNoChange(),
        100 * row.errorByRatio(),
        share(row.removed().precision(), PRECISION),
        share(row.removed().recall(), RECALL));
  }

  /// A miss stands out.
  private static String share(double share, double bar) {
    return String.format(Locale.ROOT, share < bar ? "**%.3f**" : "%.3f", share);
  }

  private static List<Row> counted(List<Row> rows) {
    return rows.stream().filter(Row::counts).toList();
  }

  private static double median(List<Row> rows, ToDoubleFunction<Row> error) {
    double[] sorted = absolute(rows, error);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double worst(List<Row> rows, ToDoubleFunction<Row> error) {
    double[] sorted = absolute(rows, error);
    return sorted[sorted.length - 1];
  }

  private static double mean(List<Row> rows, ToDoubleFunction<Row> error) {
    return Arrays.stream(absolute(rows, error)).average().orElseThrow();
  }

  private static double[] absolute(List<Row> rows, ToDoubleFunction<Row> error) {
    return counted(rows).stream().mapToDouble(error).map(Math::abs).sorted().toArray();
  }
}
