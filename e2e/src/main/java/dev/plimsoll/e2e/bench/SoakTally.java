package dev.plimsoll.e2e.bench;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What became of every request of a soak, by what was being done to the operators when it was
/// sent.
final class SoakTally {

  /// What Plimsoll says when it denies.
  static final String REFUSAL = "is refused";

  /// What is known beforehand of an answer.
  enum Expected {
    ADMITTED,
    DENIED
  }

  /// Ways in which the API server gets no answer, by what its error says.
  private enum Failure {
    REFUSED("connection refused", "nobody listens at the endpoint any more"),
    TIMED_OUT("context deadline exceeded", "no answer within the webhook's timeout"),
    RESET("connection reset", "the connection was cut"),
    BROKEN("broken pipe", "the connection was cut"),
    ENDED("EOF", "the connection was cut"),
    LOST("client connection lost", "the API server gave the connection up"),
    TURNED_AWAY("too many reviews", "turned away with 503"),
    NOT_BELIEVED("x509", "the certificate was not believed"),
    NO_ENDPOINT("no endpoints available", "the Service had no endpoint");

    private final String sign;
    private final String meaning;

    Failure(String sign, String meaning) {
      this.sign = sign;
      this.meaning = meaning;
    }

    private static String of(String message) {
      return Arrays.stream(values())
          .filter(failure -> message.contains(failure.sign))
          .findFirst()
          .map(failure -> failure.meaning)
          .orElse("other: " + message.substring(0, Math.min(120, message.length())));
    }
  }

  private static final class Row {
    private long right;
    private long wrong;
    private long late;
    private final Map<String, Long> failed = new TreeMap<>();
    private final List<Long> millis = new ArrayList<>();
  }

  private final Duration timeout;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Map<String, String> examples = new TreeMap<>();

  /// @param timeout after which nothing may come back
  SoakTally(Duration timeout) {
    this.timeout = timeout;
  }

  /// A request got its answer, or an error.
  synchronized void add(String phase, Expected expected, Optional<String> error, Duration took) {
    Row row = rows.computeIfAbsent(phase, _ -> new Row());
    row.millis.add(took.toMillis());
    if (took.compareTo(timeout) > 0) {
      row.late++;
    }
    String message = error.orElse("");
    boolean denied = message.contains(REFUSAL);
    if (error.isPresent() && !denied) {
      String cause = Failure.of(message);
      row.failed.merge(cause, 1L, Long::sum);
      examples.putIfAbsent(phase + ", " + cause, LocalTime.now() + " " + message);
    } else if (denied == (expected == Expected.DENIED)) {
      row.right++;
    } else {
      row.wrong++;
      examples.putIfAbsent(
          phase + ", WRONG, expected " + expected, denied ? message : "it was admitted");
    }
  }

  synchronized long wrong() {
    return rows.values().stream().mapToLong(row -> row.wrong).sum();
  }

  synchronized long late() {
    return rows.values().stream().mapToLong(row -> row.late).sum();
  }

  /// One message of each kind of failure and of wrong answers, by what was done to the operators.
  synchronized List<String> examples() {
    return examples.entrySet().stream()
        .map(each -> each.getKey() + ": " + each.getValue())
        .toList();
  }

  /// The figures as a table in Markdown, and the failures by cause below it.
  synchronized String table() {
    StringBuilder text =
        new StringBuilder(
            """
            | while | requests | right | wrong | late | failed | p50 | p99 | longest |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
    Row all = new Row();
    rows.forEach(
        (phase, row) -> {
          text.append(line(phase, row));
          all.right += row.right;
          all.wrong += row.wrong;
          all.late += row.late;
          row.failed.forEach((cause, count) -> all.failed.merge(cause, count, Long::sum));
          all.millis.addAll(row.millis);
        });
    text.append(line("**in all**", all));
    text.append("\n| failed while | cause | requests |\n| --- | --- | ---: |\n");
    rows.forEach(
        (phase, row) ->
            row.failed.forEach(
                (cause, count) ->
                    text.append("| %s | %s | %d |%n".formatted(phase, cause, count))));
    if (all.failed.isEmpty()) {
      text.append("| – | none failed | 0 |\n");
    }
    return text.toString();
  }

  private static String line(String phase, Row row) {
    List<Long> sorted = row.millis.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d | %,d | %,d | %d ms | %d ms | %,d ms |%n",
        phase,
        sorted.size(),
        row.right,
        row.wrong,
        row.late,
        row.failed.values().stream().mapToLong(Long::longValue).sum(),
        at(sorted, 0.5),
        at(sorted, 0.99),
        at(sorted, 1));
  }

  private static long at(List<Long> sorted, double share) {
    return sorted.isEmpty()
        ? 0
        : sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * share)));
  }
}
