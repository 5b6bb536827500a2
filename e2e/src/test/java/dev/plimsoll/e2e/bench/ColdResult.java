package dev.plimsoll.e2e.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What one series of cold Deployments showed: how long each apply took, how many reviews ended
/// without a scan, and for each Deployment the time from its apply to its Pod, and from the first
/// refusal of that Pod, where there was one.
record ColdResult(
    int images,
    int megabytes,
    int judgedInTime,
    List<Duration> applies,
    List<Duration> toPod,
    List<Duration> fromRefusal) {
  private static final String ROW = "| %s | %s | %s | %s | %s | %s | %s |%n";

  static String table(List<ColdResult> results) {
    return ROW.formatted(
            "Deployments",
            "new, compressed",
            "judged before the deadline",
            "apply p50 / p95",
            "first Pod p50 / max",
            "Pods refused meanwhile",
            "from refusal to Pod p50 / max")
        + ROW.replace("%s", "---").formatted()
        + results.stream().map(ColdResult::row).collect(Collectors.joining());
  }

  private String row() {
    return ROW.formatted(
        images,
        megabytes + " MB",
        String.format(Locale.ROOT, "%d of %d (%d %%)", judgedInTime, images, share()),
        inWords(applies, 50) + " / " + inWords(applies, 95),
        inWords(toPod, 50) + " / " + inWords(toPod, 100),
        fromRefusal.size(),
        fromRefusal.isEmpty() ? "-" : inWords(fromRefusal, 50) + " / " + inWords(fromRefusal, 100));
  }

  private int share() {
    return 100 * judgedInTime / images;
  }

  private static String inWords(List<Duration> times, int percentile) {
    List<Duration> sorted = times.stream().sorted().toList();
    int index = Math.max(0, (int) Math.ceil(sorted.size() * percentile / 100.0) - 1);
    return String.format(Locale.ROOT, "%.1f s", sorted.get(index).toMillis() / 1000.0);
  }
}
