package dev.plimsoll.wording;

import static java.util.stream.Collectors.joining;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.verdict.JudgedImage;
import dev.plimsoll.verdict.Tolerated;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What people read of verdicts, in the webhook's answer and on the command line alike.
///
/// A refusal's first line stands alone in 250 characters. A paragraph per violation follows
/// while there is room for twenty lines and 4 KiB, else a line each, then a count of the rest.
/// Whatever an image or a workload wrote into it, each stays one line ([PlainText]).
public final class Wording {
  static final int FIRST_LINE = 250;
  static final int LINES = 20;
  static final int LENGTH = 4096;
  static final int WARNING = 120;
  private static final int LINES_PER_PARAGRAPH = 3;
  private static final int INSTRUCTION = 70;
  private static final int IMAGE = 80;
  private static final String UNTOLD =
      "what is in the image is told only where pull secrets open its repository";

  private Wording() {}

  /// Why a workload is refused; `subject` is its kind, namespace and name.
  public static String refusal(String subject, List<JudgedImage> images) {
    List<JudgedImage> refused =
        images.stream().filter(image -> !image.verdict().mayPass()).toList();
    List<String> lines = new ArrayList<>();
    lines.add(PlainText.cut(subject + " is refused: " + summary(refused), FIRST_LINE));
    List<List<String>> paragraphs =
        refused.stream()
            .flatMap(
                image ->
                    paragraphs(image, refused.size() == 1 ? "" : shortened(image.image()) + ": "))
            .toList();
    boolean inFull =
        paragraphs.stream().mapToInt(List::size).sum() < LINES
            && paragraphs.stream().flatMap(List::stream).mapToInt(String::length).sum()
                < LENGTH - FIRST_LINE - LINES;
    int left = paragraphs.size();
    for (List<String> paragraph : paragraphs) {
      List<String> shown = inFull ? paragraph : paragraph.subList(0, 1);
      int length =
          Stream.concat(lines.stream(), shown.stream()).mapToInt(l -> l.length() + 1).sum();
      if (lines.size() + shown.size() >= LINES || length > LENGTH - 40) {
        break;
      }
      lines.addAll(shown);
      left--;
    }
    if (left > 0) {
      lines.add("and " + left + " more");
    }
    return String.join("\n", lines);
  }

  /// What a workload's author is told though it is admitted: violations under Warn, and what
  /// could not be judged where the policy warns of that, and what is tolerated.
  public static List<String> warnings(List<JudgedImage> images) {
    return images.stream()
        .flatMap(
            image ->
                Stream.of(
                        image.verdict().violations().stream()
                            .filter(v -> v.enforcement() == Enforcement.WARN)
                            .map(v -> v.rule() + " " + v.actual() + ", limit " + v.limit())
                            .map(text -> named(image, text)),
                        image.verdict().undecided().stream()
                            .filter(u -> u.action() == UndeterminedAction.WARN)
                            .map(u -> notJudged(image, u.why().detail())),
                        tolerated(image).map(text -> named(image, text)))
                    .flatMap(lines -> lines)
                    .map(text -> PlainText.cut(text, WARNING)))
        .distinct()
        .toList();
  }

  private static String named(JudgedImage image, String text) {
    return shortened(image.image()) + ": " + text;
  }

  /// Why an image was not judged. A sentence that names the image is not begun with the name too:
  /// what a reader needs stands at the end, where a warning is cut.
  private static String notJudged(JudgedImage image, String why) {
    return why.contains(image.image())
        ? "not judged: " + why.replace(image.image(), shortened(image.image()))
        : named(image, "not judged, " + why);
  }

  /// What an image may break since it did so before, and for how long.
  private static Stream<String> tolerated(JudgedImage image) {
    List<Tolerated> all = image.verdict().tolerated();
    if (all.isEmpty()) {
      return Stream.empty();
    }
    String rules = all.stream().map(Tolerated::rule).distinct().sorted().collect(joining(", "));
    Optional<Instant> end =
        all.stream().map(Tolerated::until).filter(Objects::nonNull).min(Instant::compareTo);
    String until = end.map(e -> "until " + inWords(e) + " ").orElse("");
    return Stream.of("tolerated " + until + "as it ran before: " + rules);
  }

  /// A day, where it is one from its first moment.
  private static String inWords(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString().replace("T00:00:00Z", "");
  }

  /// Whether a refusal or a warning would tell of what is in the image.
  public static boolean isShown(Verdict verdict) {
    return verdict.hasEvidence()
        && (verdict.violations().stream().anyMatch(v -> v.enforcement() != Enforcement.AUDIT)
            || verdict.undecided().stream().anyMatch(u -> u.action() != UndeterminedAction.ALLOW));
  }

  /// One violation on one line: rule, actual against limit, policy.
  public static String line(Violation violation) {
    return PlainText.of(
        "%s: %s, limit %s (policy %s)"
            .formatted(
                violation.rule(), violation.actual(), violation.limit(), violation.policy()));
  }

  /// Whose fault a finding is: layer, whether it came with the base, instruction.
  public static String blame(Blame blame) {
    String place =
        blame.layer() == null
            ? "the image's config"
            : "layer " + blame.layer().number() + origin(blame);
    return blame.instruction() == null
        ? place
        : PlainText.of(place + ": " + blame.instruction().abbreviated(INSTRUCTION));
  }

  /// What to do about a finding, and what that saves.
  public static String fix(Finding finding) {
    Bytes saving = Finding.pullSizeOf(finding.reclaimable());
    String fix = PlainText.of(finding.fix());
    return saving.count() == 0 ? fix : fix + "; saves " + saving + " of the pull";
  }

  private static String summary(List<JudgedImage> refused) {
    JudgedImage first = refused.getFirst();
    String others = refused.size() == 1 ? "" : " (and " + (refused.size() - 1) + " more images)";
    String image = "image %s of %s%s".formatted(shortened(first.image()), first.place(), others);
    return switch (first.verdict()) {
      case Verdict.Undetermined undetermined ->
          image + " could not be judged: " + refusing(undetermined).why().detail();
      case Verdict.Admitted _, Verdict.Denied _ -> image + " breaks " + broken(first);
    };
  }

  /// What of all that could not be judged refuses the image.
  private static UndecidedRules refusing(Verdict.Undetermined verdict) {
    return Collections.max(verdict.undecided(), Comparator.comparing(UndecidedRules::action));
  }

  private static String broken(JudgedImage image) {
    String rules =
        image.verdict().violations().stream()
            .filter(v -> v.enforcement() == Enforcement.ENFORCE)
            .map(Violation::rule)
            .distinct()
            .collect(joining(", "));
    if (image.outlook() != null) {
      return "%s; fixed, it is about %s to pull instead of %s"
          .formatted(rules, image.outlook().prediction().pull().likely(), image.outlook().now());
    }
    Bytes saving = image.reclaimable();
    return saving.count() == 0 ? rules : rules + "; the fixes save " + saving + " of the pull";
  }

  private static Stream<List<String>> paragraphs(JudgedImage image, String prefix) {
    Stream<List<String>> violations =
        image.verdict().violations().stream()
            .filter(v -> v.enforcement() == Enforcement.ENFORCE)
            .map(violation -> paragraph(violation, prefix));
    Stream<List<String>> open =
        image.verdict().undecided().stream()
            .filter(u -> u.action() == UndeterminedAction.DENY)
            .map(undecided -> paragraph(undecided, prefix));
    Stream<List<String>> outlook =
        Stream.ofNullable(image.outlook())
            .map(ahead -> List.of(PlainText.of("= " + prefix + ahead.sentence())));
    Stream<List<String>> untold =
        image.verdict().violations().stream().anyMatch(Violation::isWithheld)
            ? Stream.of(List.of("= " + prefix + UNTOLD))
            : Stream.empty();
    Stream<List<String>> old = tolerated(image).map(text -> List.of("= " + prefix + text));
    return Stream.of(untold, violations, open, old, outlook).flatMap(stream -> stream);
  }

  private static List<String> paragraph(Violation violation, String prefix) {
    List<String> lines = new ArrayList<>(LINES_PER_PARAGRAPH);
    lines.add("- " + prefix + line(violation));
    if (violation.isWithheld()) {
      return lines;
    }
    lines.add("    by " + blame(violation.finding().blame()));
    lines.add("    fix: " + fix(violation.finding()));
    return lines;
  }

  private static List<String> paragraph(UndecidedRules undecided, String prefix) {
    return List.of(
        "- %s%s: not judged (policy %s, whenUndetermined.%s: Deny)"
            .formatted(
                prefix, undecided.names(), undecided.policy(), undecided.why().cause().field()),
        "    " + PlainText.of(undecided.why().detail()));
  }

  private static String origin(Blame blame) {
    return blame.origin() == null ? "" : ", " + blame.origin().phrase();
  }

  /// An image's name with its middle left out where it is long: the registry and the tag tell
  /// most.
  private static String shortened(String image) {
    return PlainText.of(
        image.length() <= IMAGE
            ? image
            : image.substring(0, IMAGE / 2)
                + "…"
                + image.substring(image.length() - IMAGE / 2 + 1));
  }
}
