package dev.plimsoll.api.v1alpha1;

import static java.util.stream.Collectors.joining;

import dev.plimsoll.api.v1alpha1.Practices.Practice;
import dev.plimsoll.policy.profile.Profiles;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.rule.parameter.Declaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The pages of docs/rules, written from the catalogue, the profiles and the practices.
public final class RulePages {
  static final Path DIRECTORY = Path.of("../docs/rules");
  private static final String HEADER =
      "<!-- Generated from the catalogue by `make generate`. Do not edit. -->\n\n";

  private final Practices practices;

  private RulePages(Practices practices) {
    this.practices = practices;
  }

  /// Writes the pages into a directory, and removes those of rules that are no more.
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Map<String, String> pages = generated(directory);
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
        if (!pages.containsKey(file.getFileName().toString())
            && Files.readString(file).startsWith(HEADER)) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Files.writeString(directory.resolve(page.getKey()), page.getValue());
    }
  }

  /// File name to content; the practices are read from the directory.
  static Map<String, String> generated(Path directory) {
    RulePages pages = new RulePages(Practices.in(directory));
    Map<String, String> files = new TreeMap<>();
    Catalogue.rules().forEach(rule -> files.put(rule.id() + ".md", pages.page(rule)));
    files.put("README.md", pages.index());
    files.put("profiles.md", pages.profiles());
    return files;
  }

  /// A policy that names the rule with its defaults, as a page shows it.
  static String example(Rule<?> rule) {
    RuleDescription about = rule.description();
    String parameters =
        Declaration.of(rule).stream()
            .map(p -> p.name() + ": " + quoted(p.writtenDefault()))
            .collect(joining(", "));
    return "  rules:\n    %s: {%s: {%s}}\n"
        .formatted(about.family().field(), about.field(), parameters);
  }

  private static String quoted(String value) {
    return value.contains("%") ? "\"" + value + "\"" : value;
  }

  private String page(Rule<?> rule) {
    RuleDescription about = rule.description();
    StringBuilder page = new StringBuilder(HEADER);
    page.append("# ").append(about.id()).append("\n\n").append(about.sentence()).append("\n\n");
    page.append("| family | severity | looks at | profiles |\n| --- | --- | --- | --- |\n");
    page.append(
        "| %s | %s | %s | %s |\n\n"
            .formatted(about.family().field(), severity(rule), depth(rule), profilesOf(rule)));
    section(page, "Why", about.reason());
    section(page, "What to do", about.fix());
    page.append("## In a policy\n\n```yaml\nspec:\n").append(example(rule)).append("```\n\n");
    parameters(page, rule);
    section(page, "When it is wrong", about.falsePositives());
    section(page, "The practice behind it", about.practice());
    List<Practice> taught = practices.answeredBy(rule.id());
    taught.forEach(
        p -> page.append("- article %s: %s%s\n".formatted(p.article(), p.says(), shownIn(p))));
    return page.toString().stripTrailing() + "\n";
  }

  private static String shownIn(Practice practice) {
    return practice.isShownByAnImage() ? " (`" + practice.image() + "`)" : "";
  }

  private static void section(StringBuilder page, String title, String text) {
    page.append("## ").append(title).append("\n\n").append(text).append("\n\n");
  }

  private static void parameters(StringBuilder page, Rule<?> rule) {
    List<Declaration> declared = Declaration.of(rule);
    if (declared.isEmpty()) {
      return;
    }
    page.append("| parameter | default | meaning |\n| --- | --- | --- |\n");
    for (Declaration parameter : declared) {
      page.append(
          "| `%s` | %s | %s %s |\n"
              .formatted(
                  parameter.name(),
                  parameter.required() ? "needed" : "`" + parameter.writtenDefault() + "`",
                  parameter.meaning(),
                  sentence(parameter.kind().hint())));
    }
    page.append("\n");
  }

  private static String sentence(String hint) {
    return Character.toUpperCase(hint.charAt(0)) + hint.substring(1) + ".";
  }

  private String index() {
    StringBuilder page = new StringBuilder(HEADER);
    page.append("# The rules\n\n");
    page.append(
        """
        %d rules, catalogue version %s. A rule measures what is in an image and a policy says how much of it is too much;
        `kubectl explain imagepolicies.plimsoll.dev.spec.rules` and `plimsoll explain RULE` say the same where you work.
        [profiles.md](profiles.md) lists what each profile asks; [comparison.md](comparison.md) holds the catalogue
        beside the checks of other tools. *Advice* never does more than warn unless the policy sets `enforcement` for the rule itself.

        """
            .formatted(Catalogue.rules().size(), Catalogue.VERSION));
    for (Family family : Family.values()) {
      index(page, family);
    }
    practices(page);
    return page.toString();
  }

  private static void index(StringBuilder page, Family family) {
    List<Rule<?>> rules =
        Catalogue.rules().stream().filter(rule -> rule.description().family() == family).toList();
    if (rules.isEmpty()) {
      return;
    }
    page.append("## %s\n\n%s\n\n".formatted(family.field(), family.sentence()));
    page.append("| rule | what it finds | severity | profiles |\n| --- | --- | --- | --- |\n");
    for (Rule<?> rule : rules) {
      page.append(
          "| [%s](%s.md) | %s | %s | %s |\n"
              .formatted(
                  rule.id(),
                  rule.id(),
                  rule.description().sentence(),
                  severity(rule),
                  profilesOf(rule)));
    }
    page.append("\n");
  }

  private void practices(StringBuilder page) {
    page.append(
        """
        ## From practice to rule

        What the articles on slim images teach, what answers it, and the image of `e2e/images` that shows it.

        | article | practice | rules | image |
        | --- | --- | --- | --- |
        """);
    for (Practice practice : practices.all()) {
      String rules =
          practice.rules().isEmpty()
              ? "not decidable from an image: " + practice.undecidable()
              : practice.rules().stream()
                  .map(rule -> "[%s](%s.md)".formatted(rule, rule))
                  .collect(joining(", "));
      page.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  practice.article(),
                  practice.says().replace("|", "\\|"),
                  rules.replace("|", "\\|"),
                  practice.isShownByAnImage() ? "`" + practice.image() + "`" : ""));
    }
  }

  private String profiles() {
    StringBuilder page = new StringBuilder(HEADER);
    page.append(
        """
        # The profiles

        A policy starts from a profile and adds to it or overrides it under `spec.rules`. A stricter profile has every
        rule of a milder one, none with a higher limit. A rule that is new in a release only records (Audit) where a
        profile brings it, so that an upgrade breaks nobody's deploy; a policy that names it has it at once.

        """);
    for (Profile profile : Profile.values()) {
      page.append("- **%s**: %s\n".formatted(profile.title(), profile.profile().sentence()));
    }
    page.append("\n| rule |");
    List<Profile> shown = List.of(Profile.BASELINE, Profile.STRICT, Profile.DISTROLESS);
    shown.forEach(profile -> page.append(" ").append(profile.title()).append(" |"));
    page.append(" why |\n| --- | --- | --- | --- | --- |\n");
    for (Rule<?> rule : Catalogue.rules()) {
      if (Profiles.ruleOf(Profile.DISTROLESS.profile(), rule.id()).isEmpty()) {
        continue;
      }
      page.append("| [%s](%s.md) |".formatted(rule.id(), rule.id()));
      shown.forEach(profile -> page.append(" ").append(asked(profile, rule)).append(" |"));
      page.append(" ").append(rule.description().reason()).append(" |\n");
    }
    page.append("\nIn no profile, since only you can say what they should ask: ");
    page.append(
        Catalogue.rules().stream()
            .filter(rule -> Profiles.ruleOf(Profile.DISTROLESS.profile(), rule.id()).isEmpty())
            .map(rule -> "[%s](%s.md)".formatted(rule.id(), rule.id()))
            .collect(joining(", ")));
    return page.append(".\n").toString();
  }

  private static String asked(Profile profile, Rule<?> rule) {
    return Profiles.ruleOf(profile.profile(), rule.id())
        .map(
            asked -> {
              String values =
                  Declaration.of(asked.parameters()).stream()
                      .filter(p -> !p.writtenDefault().equals("[]"))
                      .map(p -> p.name() + " " + p.writtenDefault())
                      .collect(joining(", "));
              String text = values.isEmpty() ? "yes" : values;
              return switch (asked.atMost()) {
                case ENFORCE -> text;
                case WARN -> text + " (at most Warn)";
                case AUDIT -> text + " (Audit)";
              };
            })
        .orElse("");
  }

  private static String profilesOf(Rule<?> rule) {
    String in =
        Arrays.stream(Profile.values())
            .filter(profile -> Profiles.ruleOf(profile.profile(), rule.id()).isPresent())
            .map(Profile::title)
            .collect(joining(", "));
    return in.isEmpty() ? "none" : in;
  }

  private static String severity(Rule<?> rule) {
    return rule.description().severity().name().toLowerCase(Locale.ROOT);
  }

  private static String depth(Rule<?> rule) {
    return switch (rule.description().depth()) {
      case REFERENCE -> "the image's name";
      case CONFIG -> "manifest and config";
      case FILES -> "the files";
    };
  }
}
