package dev.plimsoll.cli.report;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// What is written about rules, for people: a list of all, and a page for each.
public final class RulePages {
  private static final int ID = 24;
  private static final int LABEL = 12;

  private RulePages() {}

  /// All rules by family, one a line.
  public static String list(List<Rule<?>> rules, Style style) {
    Lines lines = new Lines();
    for (Family family : Family.values()) {
      List<RuleDescription> members =
          rules.stream().map(Rule::description).filter(d -> d.family() == family).toList();
      if (!members.isEmpty()) {
        lines.add(style.bold(family.field()));
        members.forEach(
            rule ->
                lines.wrapped(
                    2,
                    2 + ID,
                    style.width(),
                    Lines.left(rule.id(), ID) + rule.sentence(),
                    rule.id(),
                    style.bold(rule.id())));
      }
    }
    return lines.toString();
  }

  /// What is to be known of one rule.
  public static String page(Rule<?> rule, Style style) {
    RuleDescription about = rule.description();
    Lines lines = new Lines();
    lines.add(style.bold(about.id())).wrapped(0, 0, style.width(), about.sentence(), "", "");
    lines.blank();
    said("why", about.reason(), lines, style);
    said("what to do", about.fix(), lines, style);
    said("practice", about.practice(), lines, style);
    said("wrong when", about.falsePositives(), lines, style);
    said("severity", lowerCase(about.severity()), lines, style);
    said("looks at", lowerCase(about.depth()), lines, style);
    lines.blank().add("In a policy:");
    lines.add("  spec:");
    lines.add("    rules:");
    lines.add("      %s: {%s: {%s}}".formatted(about.family().field(), about.field(), rest(rule)));
    return lines.toString();
  }

  private static void said(String label, String text, Lines lines, Style style) {
    lines.wrapped(
        2, 2 + LABEL, style.width(), Lines.left(label, LABEL) + text, label, style.faint(label));
  }

  /// A rule's parameters with their defaults, as a policy writes them.
  private static String rest(Rule<?> rule) {
    Record defaults = rule.defaults();
    return Arrays.stream(defaults.getClass().getRecordComponents())
        .map(component -> component.getName() + ": " + value(component, defaults))
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  private static String value(RecordComponent component, Record defaults) {
    try {
      Object value = component.getAccessor().invoke(defaults);
      return switch (value) {
        case Bytes bytes -> quantity(bytes);
        case Collection<?> values ->
            "["
                + values.stream().map(Object::toString).reduce((a, b) -> a + ", " + b).orElse("")
                + "]";
        default -> String.valueOf(value);
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a public record's component can be read", e);
    }
  }

  /// As Kubernetes writes it.
  private static String quantity(Bytes bytes) {
    return bytes.toString().replace(".0 ", "").replace(" ", "").replace("B", "");
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
