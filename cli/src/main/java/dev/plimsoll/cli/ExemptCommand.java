package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.api.v1alpha1.ExemptionReader;
import dev.plimsoll.api.v1alpha1.ExemptionReader.Reading;
import dev.plimsoll.api.v1alpha1.ImageExemptionSpec;
import dev.plimsoll.cli.yaml.YamlException;
import dev.plimsoll.cli.yaml.YamlReader;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.rule.parameter.ParameterKind;
import dev.plimsoll.rule.reference.PromotedFrom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
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
    })
final class ExemptCommand implements Callable<Integer> {
  private static final Pattern DAYS = Pattern.compile("([1-9]\\d{0,3})d");
  private static final int REASON = 1024;
  private static final int OWNER = 253;
  private static final JsonMapper JSON = new JsonMapper();

  private final Terminal terminal;
  private final InstantSource clock;

  @Parameters(
      paramLabel = "IMAGE",
      description =
          "The image, without a digest. With a tag that tag alone is meant, else all of them.")
  private String image = "";

  @Option(
      names = "--rule",
      paramLabel = "RULE[=SIZE]",
      required = true,
      description =
          "A rule that it may break, such as root-user, or one about a size up to that, such as"
              + " pull-size=400Mi. May be given more than once.")
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
      names = "--name",
      paramLabel = "NAME",
      description =
          "What the exemption is called. Default: the repository, and a part that differs by"
              + " registry, tag and rules, so that no other exemption is written over.")
  private @Nullable String name;

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
    String glob = glob(reference);
    List<String> lines = new ArrayList<>();
    lines.add("apiVersion: plimsoll.dev/v1alpha1");
    lines.add("kind: ImageExemption");
    lines.add("metadata:");
    lines.add("  name: " + (name == null ? name(reference, glob) : InitCommand.named(name)));
    if (namespace != null) {
      lines.add("  namespace: " + InitCommand.named(namespace));
    }
    lines.add("spec:");
    lines.add("  images: [" + quoted(glob) + "]");
    lines.add("  rules:");
    rules.forEach(rule -> lines.add("    - " + rule(rule)));
    lines.add("  reason: " + quoted(said("--reason", reason, REASON)));
    lines.add("  owner: " + quoted(said("--owner", owner, OWNER)));
    lines.add("  expires: " + end());
    String yaml = String.join("\n", lines) + "\n";
    accepted(yaml);
    terminal.out().print(yaml);
    terminal.out().flush();
    return ExitCode.ADMITTED.code();
  }

  /// Has it read as the operator reads it, so that nothing is written that would be refused.
  private static void accepted(String yaml) {
    try {
      JsonNode spec = YamlReader.read("exemption", yaml).getFirst().root().path("spec");
      ImageExemptionSpec read = JSON.treeToValue(spec, ImageExemptionSpec.class);
      if (ExemptionReader.read("exemption", read) instanceof Reading.Faulty(var faults)) {
        throw Failure.usage(
            "the operator would not accept this exemption: " + String.join("; ", faults));
      }
    } catch (YamlException | JsonProcessingException e) {
      throw new IllegalStateException("what is written here can be read", e);
    }
  }

  private Reference reference() {
    try {
      return Reference.parse(image);
    } catch (InvalidReferenceException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  /// The repository, with the tag that was written, if one was.
  private String glob(Reference reference) {
    if (reference.digest() != null) {
      throw Failure.usage(
          "%s: an exemption is for names, and a digest is none; leave out what begins with @"
              .formatted(image));
    }
    String repository = reference.registry() + "/" + reference.repository();
    boolean tagged = image.substring(image.lastIndexOf('/') + 1).contains(":");
    return tagged ? repository + ":" + reference.tag() : repository;
  }

  /// A name that tells what it is about, the same for the same image and rules.
  private String name(Reference reference, String glob) {
    String path = reference.repository().toLowerCase(Locale.ROOT);
    String plain = path.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String start = plain.substring(0, Math.min(50, plain.length())).replaceFirst("-$", "");
    List<String> parts = new ArrayList<>(rules.stream().map(ExemptCommand::idOf).sorted().toList());
    parts.add(glob);
    byte[] hash = Digest.sha256().digest(String.join("\n", parts).getBytes(UTF_8));
    return start + "-" + HexFormat.of().formatHex(hash, 0, 4);
  }

  private static String idOf(String rule) {
    int equals = rule.indexOf('=');
    return equals < 0 ? rule : rule.substring(0, equals);
  }

  private static String rule(String written) {
    String id = idOf(written);
    if (Catalogue.rule(id).isEmpty() && !id.equals(PromotedFrom.ID)) {
      throw Failure.usage("--rule: \"%s\" is no rule; plimsoll rules lists them".formatted(id));
    }
    if (id.equals(written)) {
      return "{rule: " + id + "}";
    }
    String size = written.substring(id.length() + 1);
    try {
      ParameterKind.SIZE.parse(size);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--rule " + id + ": " + e.getMessage());
    }
    return "{rule: %s, upTo: %s}".formatted(id, quoted(size));
  }

  private static String said(String option, String text, int most) {
    if (text.isBlank()) {
      throw Failure.usage(option + " is empty; whoever finds the exemption later wants to know");
    }
    if (text.strip().length() > most) {
      throw Failure.usage("%s is longer than %d letters".formatted(option, most));
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
