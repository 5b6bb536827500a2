package dev.plimsoll.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.rule.parameter.ParameterKind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plimsoll exempt`: an ImageExemption that covers no more than what is asked for.
@Command(
    name = "exempt",
    description = {
      "Write an ImageExemption: which image may break which rules, why, who answers, until when.",
      "plimsoll exempt … | kubectl apply -f -"
    },
    mixinStandardHelpOptions = true)
final class ExemptCommand implements Callable<Integer> {
  private static final Pattern DAYS = Pattern.compile("([1-9]\\d{0,3})d");
  private static final JsonMapper JSON = new JsonMapper();

  private final Terminal terminal;
  private final InstantSource clock;

  @Parameters(
      paramLabel = "IMAGE",
      description = "The image, without tag and digest: all of its tags are meant.")
  private String image = "";

  @Option(
      names = "--rule",
      paramLabel = "RULE[=SIZE]",
      required = true,
      description =
          "A rule that it may break, such as root-user, or up to a size, such as pull-size=400Mi."
              + " May be given more than once.")
  private List<String> rules = new ArrayList<>();

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason = "";

  @Option(
      names = "--owner",
      paramLabel = "WHO",
      required = true,
      description = "Who answers for it: a team, an address, a ticket.")
  private String owner = "";

  @Option(
      names = "--expires",
      paramLabel = "WHEN",
      defaultValue = "90d",
      description = "When it ends: a day, such as 2027-03-31, or days from now. Default: 90d.")
  private String expires = "90d";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Its namespace. Default: none is written.")
  private @Nullable String namespace;

  ExemptCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Reference reference = reference();
    String repository = reference.registry() + "/" + reference.repository();
    List<String> lines = new ArrayList<>();
    lines.add("apiVersion: plimsoll.dev/v1alpha1");
    lines.add("kind: ImageExemption");
    lines.add("metadata:");
    lines.add("  name: " + name(reference));
    if (namespace != null) {
      lines.add("  namespace: " + InitCommand.named(namespace));
    }
    lines.add("spec:");
    lines.add("  images: [" + quoted(repository) + "]");
    lines.add("  rules:");
    rules.forEach(rule -> lines.add("    - " + rule(rule)));
    lines.add("  reason: " + quoted(said("--reason", reason)));
    lines.add("  owner: " + quoted(said("--owner", owner)));
    lines.add("  expires: " + end());
    lines.forEach(line -> terminal.out().println(line));
    terminal.out().flush();
    return ExitCode.ADMITTED.code();
  }

  private Reference reference() {
    try {
      return Reference.parse(image);
    } catch (InvalidReferenceException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  /// A name that tells what it is about.
  private static String name(Reference reference) {
    String last = reference.repository().replaceFirst(".*/", "").toLowerCase(Locale.ROOT);
    String plain = last.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return plain.substring(0, Math.min(50, plain.length())).replaceFirst("-$", "");
  }

  private static String rule(String written) {
    int equals = written.indexOf('=');
    String id = equals < 0 ? written : written.substring(0, equals);
    if (Catalogue.rule(id).isEmpty()) {
      throw Failure.usage("--rule: \"%s\" is no rule; plimsoll rules lists them".formatted(id));
    }
    if (equals < 0) {
      return "{rule: " + id + "}";
    }
    String size = written.substring(equals + 1);
    try {
      ParameterKind.SIZE.parse(size);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--rule " + id + ": " + e.getMessage());
    }
    return "{rule: %s, upTo: %s}".formatted(id, size);
  }

  private static String said(String option, String text) {
    if (text.isBlank()) {
      throw Failure.usage(option + " is empty; whoever finds the exemption later wants to know");
    }
    return text.strip();
  }

  private Instant end() {
    Instant now = clock.instant();
    Matcher days = DAYS.matcher(expires);
    Instant end =
        days.matches()
            ? now.plus(Long.parseLong(days.group(1)), ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS)
            : day();
    if (!end.isAfter(now)) {
      throw Failure.usage("--expires: " + expires + " is over; name a day to come");
    }
    return end;
  }

  private Instant day() {
    try {
      return LocalDate.parse(expires).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException _) {
      throw Failure.usage(
          "--expires: \"%s\" is no day; write 2027-03-31, or days from now as 90d"
              .formatted(expires));
    }
  }

  /// JSON's strings are YAML's too.
  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text can be written", e);
    }
  }
}
