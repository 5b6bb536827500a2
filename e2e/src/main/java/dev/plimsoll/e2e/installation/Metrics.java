package dev.plimsoll.e2e.installation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What an operator's metrics endpoint said at one moment, in Prometheus' text format.
public record Metrics(List<Sample> samples) {
  private static final Pattern SAMPLE =
      Pattern.compile("(?<name>[a-zA-Z_:][\\w:]*)(?:\\{(?<labels>.*)})? (?<value>\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /// One series and its value.
  public record Sample(String name, Map<String, String> labels, double value, String line) {
    boolean has(Map<String, String> wanted) {
      return wanted.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())));
    }
  }

  static Metrics parse(String text) {
    return new Metrics(
        text.lines().filter(line -> !line.startsWith("#")).flatMap(Metrics::sample).toList());
  }

  /// The sum of all series of this name that have these labels.
  public double sum(String name, Map<String, String> labels) {
    return matching(name, labels).mapToDouble(Sample::value).sum();
  }

  /// The series of this name that have these labels.
  public Stream<Sample> matching(String name, Map<String, String> labels) {
    return samples.stream().filter(s -> s.name().equals(name)).filter(s -> s.has(labels));
  }

  private static Stream<Sample> sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    if (!matcher.matches()) {
      return Stream.empty();
    }
    Map<String, String> labels = new HashMap<>();
    if (matcher.group("labels") != null) {
      Matcher label = LABEL.matcher(matcher.group("labels"));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    double value = Double.parseDouble(matcher.group("value").replace("+Inf", "Infinity"));
    return Stream.of(new Sample(matcher.group("name"), labels, value, line));
  }
}
