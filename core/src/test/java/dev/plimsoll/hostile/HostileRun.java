package dev.plimsoll.hostile;

import static dev.plimsoll.hostile.HostileCase.READ;

import dev.plimsoll.hostile.HostileCase.Attempt;
import dev.plimsoll.image.SourceException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;

/// Reads everything hostile, one thing after another, in a process of little memory, and prints
/// a line for each: how it ended, in what time, with what peak of the heap.
final class HostileRun {
  private HostileRun() {}

  /// All cases, in the order of the page.
  static List<HostileCase> cases() {
    List<HostileCase> cases = new ArrayList<>(BodyCases.all());
    cases.addAll(HeaderCases.all());
    cases.addAll(TreeCases.all());
    cases.addAll(JsonCases.all());
    cases.addAll(ImageCases.all());
    return cases;
  }

  public static void main(String[] args) {
    for (HostileCase hostile : cases()) {
      if (args.length > 0 && !hostile.name().contains(args[0])) {
        continue;
      }
      String twin = hostile.twin() == null ? "none" : attempt(hostile.twin()).ending;
      Outcome outcome = attempt(hostile.attempt());
      System.out.println(
          String.join(
              "\t",
              "case",
              hostile.group(),
              hostile.name(),
              outcome.ending,
              outcome.sentence,
              twin,
              Long.toString(outcome.milliseconds),
              Long.toString(outcome.peak)));
    }
  }

  private record Outcome(String ending, String sentence, long milliseconds, long peak) {}

  private static Outcome attempt(Attempt attempt) {
    System.gc();
    resetPeak();
    long before = peak();
    long from = System.nanoTime();
    String ending;
    String sentence;
    try {
      sentence = attempt.run();
      ending = READ;
    } catch (SourceException e) {
      ending = e.getClass().getSimpleName();
      sentence = String.valueOf(e.getMessage());
    } catch (Uninspected e) {
      ending = e.cause();
      sentence = e.getMessage();
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      System.err.println(e);
      ending = "not caught";
      sentence = e.toString();
    }
    long milliseconds = (System.nanoTime() - from) / 1_000_000;
    return new Outcome(ending, shown(sentence), milliseconds, (peak() - before) >> 20);
  }

  /// A sentence must fit on a line of the page.
  private static String shown(String sentence) {
    String line = sentence.replaceAll("[\\p{Cntrl}|]", "?");
    return line.length() <= 300 ? line : line.substring(0, 300) + "… " + line.length();
  }

  private static void resetPeak() {
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /// The most that each part of the heap held, garbage included, since the last reset.
  private static long peak() {
    return pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
