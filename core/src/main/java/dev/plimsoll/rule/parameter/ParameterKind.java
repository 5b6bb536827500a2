package dev.plimsoll.rule.parameter;

import dev.plimsoll.image.Bytes;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What may be written for a parameter: its shape, an example, and how it is read.
///
/// `pattern` is what its text, or each text of a list, must match; `hint` says that to people.
public enum ParameterKind {
  /// Bytes, as a Kubernetes quantity.
  SIZE(
      "([0-9]{0,9}[1-9][0-9]{0,9}([.][0-9]{1,9})?|0+[.][0-9]{0,8}[1-9][0-9]{0,8})"
          + "(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?",
      "write a size above zero, such as 150Mi or 1.5Gi"),
  /// Bytes or a share.
  AMOUNT(
      "[0-9]{1,3}%|[0-9]{1,15}([.][0-9]{1,9})?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?",
      "write a size or a share, such as 20Mi or 5%"),
  /// A whole number.
  COUNT("[0-9]{1,9}", "write a whole number, such as 20"),
  /// A length of time.
  AGE("[0-9]{1,6}[dhm]", "write a number of days, hours or minutes, such as 90d or 12h"),
  /// True or false.
  FLAG("true|false", "write true or false"),
  /// Names of packages, variables, labels or files.
  NAMES(
      "[a-zA-Z0-9@/_.][a-zA-Z0-9@/._+:*-]{0,127}", "write names, without version, such as gcc-12"),
  /// Packages with versions where those matter: `log4j-core<2.17.1`.
  PACKAGES(
      "[a-zA-Z0-9@][a-zA-Z0-9@/._+:*-]{0,127}((<=|>=|<|>|=)[a-zA-Z0-9.+:~_-]{1,64})?",
      "write names of packages, if need be with a version, such as openssl or log4j-core<2.17.1"),
  /// Last days of releases: `debian:11=2029-06-30`.
  DATES(
      "[a-z0-9._-]{1,64}:[a-zA-Z0-9._-]{1,64}=[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
      "write releases with a day, such as debian:11=2029-06-30"),
  /// Globs over registry/repository.
  GLOBS(
      "[a-zA-Z0-9*][a-zA-Z0-9*._:/-]{0,511}",
      "write globs over registry/repository, such as registry.example.com/team/**");

  private static final Pattern AGE_PARTS = Pattern.compile("(\\d{1,6})([dhm])");

  private final Pattern pattern;
  private final String hint;

  ParameterKind(String pattern, String hint) {
    this.pattern = Pattern.compile(pattern);
    this.hint = hint;
  }

  /// The pattern, anchored at both ends.
  public String pattern() {
    return "^(" + pattern.pattern() + ")$";
  }

  public String hint() {
    return hint;
  }

  /// Whether there is a list of texts rather than one.
  public boolean isList() {
    return this == NAMES || this == PACKAGES || this == DATES || this == GLOBS;
  }

  /// Reads one text; throws an [IllegalArgumentException] that says in one sentence what is
  /// wrong.
  public Object parse(String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" does not fit here; " + hint);
    }
    return switch (this) {
      case SIZE -> aboveZero(text);
      case AMOUNT -> Amount.parse(text);
      case COUNT -> Integer.parseInt(text);
      case AGE -> age(text);
      case FLAG -> Boolean.parseBoolean(text);
      case DATES -> dated(text);
      case NAMES, PACKAGES, GLOBS -> text;
    };
  }

  /// A value of this kind as a policy writes it, for one text of a list too.
  public String write(Object value) {
    return switch (value) {
      case Bytes bytes -> quantity(bytes);
      case Amount.Size(Bytes bytes) -> quantity(bytes);
      case Duration time when time.toHours() % 24 == 0 -> time.toDays() + "d";
      case Duration time -> time.toMinutes() + "m";
      default -> String.valueOf(value);
    };
  }

  static ParameterKind of(Class<?> type, Parameter parameter) {
    if (type == Bytes.class) {
      return SIZE;
    } else if (type == Amount.class) {
      return AMOUNT;
    } else if (type == int.class) {
      return COUNT;
    } else if (type == Duration.class) {
      return AGE;
    } else if (type == boolean.class) {
      return FLAG;
    } else {
      return parameter.kind();
    }
  }

  private static Bytes aboveZero(String text) {
    Bytes size = Bytes.parse(text);
    if (size.equals(Bytes.NONE)) {
      throw new IllegalArgumentException("\"" + text + "\" allows nothing; " + SIZE.hint);
    }
    return size;
  }

  private static Duration age(String text) {
    Matcher parts = AGE_PARTS.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" does not fit here; " + AGE.hint);
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "d" -> Duration.ofDays(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofMinutes(count);
    };
  }

  private static String dated(String text) {
    try {
      LocalDate.parse(text.substring(text.indexOf('=') + 1));
      return text;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" has a day that no calendar has; " + DATES.hint, e);
    }
  }

  private static String quantity(Bytes bytes) {
    long count = bytes.count();
    String[] units = {"", "Ki", "Mi", "Gi"};
    int unit = 0;
    while (count > 0 && count % 1024 == 0 && unit < units.length - 1) {
      count /= 1024;
      unit++;
    }
    return count + units[unit];
  }
}
