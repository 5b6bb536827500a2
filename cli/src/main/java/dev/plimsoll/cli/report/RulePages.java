package dev.plimsoll.cli.report;

import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.parameter.Declaration;
import dev.plimsoll.rule.parameter.ParameterKind;
import dev.plimsoll.rule.reference.PromotedFrom;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What is written about rules, for people: a list of all, and a page for each.
public final class RulePages {
  private static final int ID = 24;
  private static final int LABEL = 12;
  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z/][a-zA-Z0-9/._+-]*");

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
    return page(about, style)
        .blank()
        .add("In a policy:")
        .add("  spec:")
        .add("    rules:")
        .add("      %s: {%s: {%s}}".formatted(about.family().field(), about.field(), rest(rule)))
        .toString();
  }

  /// The same of `promoted-from`, which a policy asks for by a field of its own.
  public static String promotedFrom(Style style) {
    return page(PromotedFrom.DESCRIPTION, style)
        .blank()
        .add("In a policy:")
        .add("  spec:")
        .add("    promotedFrom: {namespaceSelector: {matchLabels: {stage: staging}}}")
        .toString();
  }

  private static Lines page(RuleDescription about, Style style) {
    Lines lines = new Lines();
    lines.add(style.bold(about.id())).wrapped(0, 0, style.width(), about.sentence(), "", "");
    lines.blank();
    said("why", about.reason(), lines, style);
    said("what to do", about.fix(), lines, style);
    said("practice", about.practice(), lines, style);
    said("wrong when", about.falsePositives(), lines, style);
    said("severity", lowerCase(about.severity()), lines, style);
    said("looks at", lowerCase(about.depth()), lines, style);
    return lines;
  }

  private static void said(String label, String text, Lines lines, Style style) {
    if (!text.isEmpty()) {
      lines.wrapped(
          2, 2 + LABEL, style.width(), Lines.left(label, LABEL) + text, label, style.faint(label));
    }
  }

  /// A rule's parameters with their defaults, as a policy writes them; what must be written and
  /// has no default is shown by an example.
  private static String rest(Rule<?> rule) {
    return Declaration.of(rule).stream()
        .map(declared -> declared.name() + ": " + value(declared))
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  private static String value(Declaration declared) {
    if (!(declared.byDefault() instanceof List<?> values)) {
      return declared.writtenDefault();
    }
    List<String> texts = values.stream().map(declared.kind()::write).toList();
    return (texts.isEmpty() && declared.required() ? example(declared.kind()) : texts)
        .stream().map(RulePages::plain).toList().toString();
  }

  private static List<String> example(ParameterKind kind) {
    return switch (kind) {
      case GLOBS -> List.of("registry.example.com/base/**");
      case PACKAGES -> List.of("log4j-core<2.17.1");
      case DATES -> List.of("debian:11=2029-06-30");
      case NAMES -> List.of("org.opencontainers.image.source");
      case SIZE, AMOUNT, COUNT, AGE, FLAG -> List.of();
    };
  }

  /// As an item of a list in brackets.
  private static String plain(String text) {
    return PLAIN.matcher(text).matches() ? text : "\"" + text + "\"";
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
