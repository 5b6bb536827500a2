package dev.plimsoll.cli;

import dev.plimsoll.cli.glossary.Glossary;
import dev.plimsoll.cli.glossary.Meaning;
import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.report.FindingsReport;
import dev.plimsoll.cli.report.RulePages;
import dev.plimsoll.cli.report.WordPage;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.rule.custom.CustomRule;
import dev.plimsoll.rule.reference.PromotedFrom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `plimsoll explain`: what a rule refuses and what to do about it; what another word of policies
/// and messages means; or all that the rules find in an image, with the evidence.
@Command(
    name = "explain",
    description = {
      "Say what a rule refuses, why it matters and what to do about it; what another word of",
      "policies and messages means; or what all rules find in an image, with the evidence."
    })
final class ExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "RULE|WORD|DIGEST|IMAGE",
      description =
          "A rule's id, such as pull-size, or its field in a policy, such as pullSize; another field,"
              + " value, condition or cause, such as alreadyRunning, BaselineTaken or scanPending;"
              + " the digest of an image that was scanned before; or an image, named as for scan.")
  private String subject = "";

  @Mixin private ImageOptions looking = new ImageOptions();

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<Rule<?>> rule =
        Catalogue.rules().stream()
            .filter(one -> one.id().equals(subject) || one.description().field().equals(subject))
            .findFirst();
    if (rule.isPresent()) {
      terminal.out().print(RulePages.page(rule.get(), terminal.style()));
      return ExitCode.ADMITTED.code();
    }
    if (subject.equals(PromotedFrom.ID)) {
      terminal.out().print(RulePages.promotedFrom(terminal.style()));
      return ExitCode.ADMITTED.code();
    }
    List<Meaning> meanings = Glossary.read().of(word());
    if (!meanings.isEmpty()) {
      terminal.out().print(WordPage.of(word(), meanings, terminal.style()));
      return ExitCode.ADMITTED.code();
    }
    if (subject.matches("sha(256|512):.*")) {
      return kept();
    }
    if (subject.equals("-") || subject.matches(".*[/:@].*")) {
      return image();
    }
    throw Failure.usage(
        "\"%s\" is no rule, no word of policies and no image's full name; rules are %s"
            .formatted(
                subject,
                Catalogue.rules().stream().map(Rule::id).collect(Collectors.joining(", "))));
  }

  /// All rules of one's own are alike, as far as this can tell.
  private String word() {
    return subject.startsWith(CustomRule.PREFIX) ? "custom" : subject;
  }

  private int image() {
    ImageNames names = ImageNames.of(List.of(subject));
    try (ImageDesk desk = looking.desk(terminal, names.registries())) {
      Map<String, Reference> opened = names.open(desk, terminal);
      return explain(desk, opened.values().iterator().next());
    }
  }

  /// An image that an earlier run has read, of which nothing is known but the digest.
  private int kept() {
    try (ImageDesk desk = looking.desk(terminal, List.of())) {
      return explain(desk, desk.kept(Digest.parse(subject)));
    } catch (InvalidReferenceException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private int explain(ImageDesk desk, Reference reference) {
    List<Inspection> found;
    try (Watch _ = Watch.over(desk.progress(), terminal)) {
      found = desk.inspect(reference, Depth.FILES);
    }
    terminal.out().print(FindingsReport.of(subject, found, terminal.style()));
    terminal.out().flush();
    return (found.stream().allMatch(ExplainCommand::isWhole)
            ? ExitCode.ADMITTED
            : ExitCode.UNDETERMINED)
        .code();
  }

  private static boolean isWhole(Inspection inspection) {
    return inspection instanceof Inspected(_, Unknown shortfall) && shortfall == null;
  }
}
