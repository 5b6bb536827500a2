package dev.plimsoll.rule.custom;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.runtime.CelEvaluationException;
import dev.plimsoll.image.Ellipsis;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What CEL says is wrong, for the person who must act.
final class Complaints {
  private static final int MOST = 10;
  private static final int LONGEST = 300;
  private static final Pattern UNKNOWN_FIELD = Pattern.compile("undefined field '([^']{1,60})'.*");
  private static final Pattern MISSING =
      Pattern.compile("^key '([^']{0,200})' is not present in map\\.?");
  private static final String TOO_DEEP = "Expression recursion limit exceeded";
  private static final Pattern PLACE = Pattern.compile("^evaluation error(?: at \\S+)?: ");

  private Complaints() {}

  /// The faults of an expression that does not compile.
  static List<String> of(CelValidationException e, Source source) {
    if (e.getErrors().isEmpty()) {
      return List.of(source.fault(shortened(String.valueOf(e.getMessage()))));
    }
    return e.getErrors().stream().limit(MOST).map(issue -> of(issue, source)).toList();
  }

  private static String of(CelIssue issue, Source source) {
    String said = issue.getMessage();
    String sentence =
        said.startsWith(TOO_DEEP) ? CustomLimits.FLATTER : shortened(said) + suggestion(said);
    CelSourceLocation place = issue.getSourceLocation();
    return place.getLine() < 1
        ? source.fault(sentence)
        : source.fault(source.offset(place.getLine(), place.getColumn()), sentence);
  }

  /// Why an evaluation has no value.
  static String of(CelEvaluationException e) {
    String message = PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
    return shortened(MISSING.matcher(message).replaceFirst("'$1' is not stated"));
  }

  private static String shortened(String message) {
    String line = message.replaceAll("\\s+", " ").strip();
    return Ellipsis.cut(line, LONGEST);
  }

  private static String suggestion(String message) {
    Matcher unknown = UNKNOWN_FIELD.matcher(message);
    return unknown.matches()
        ? nearest(unknown.group(1)).map(name -> "; is " + name + " meant?").orElse("")
        : "";
  }

  private static Optional<String> nearest(String name) {
    return Variables.SHAPES.stream()
        .flatMap(shape -> shape.fields().stream())
        .map(Field::name)
        .filter(field -> Distance.between(name, field) <= Distance.SMALL)
        .min(Comparator.comparingInt(field -> Distance.between(name, field)));
  }
}
