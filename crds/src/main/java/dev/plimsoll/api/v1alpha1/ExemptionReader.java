package dev.plimsoll.api.v1alpha1;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.policy.Exemption.Allowance;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.rule.reference.PromotedFrom;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads one exemption from its resource and collects every fault on the way, as [PolicyReader]
/// does.
public final class ExemptionReader {
  private static final Pattern GLOB = Pattern.compile(PolicyMatch.GLOB);

  private final ImageExemptionSpec spec;
  private final List<String> faults = new ArrayList<>();

  /// What came of reading an exemption.
  public sealed interface Reading {

    /// The resource makes sense, and this is its exemption, called `namespace/name`.
    record Read(Exemption exemption) implements Reading {}

    /// The resource exempts nothing; each sentence names a field and says what would be right.
    record Faulty(List<String> faults) implements Reading {
      public Faulty {
        faults = List.copyOf(faults);
      }
    }
  }

  private ExemptionReader(ImageExemptionSpec spec) {
    this.spec = spec;
  }

  /// The exemption that a resource stands for, or all that is wrong with it.
  public static Reading read(ImageExemption resource) {
    ImageExemptionSpec spec = resource.getSpec();
    if (spec == null) {
      return new Reading.Faulty(
          List.of("spec: is missing; write images, rules, reason, owner and expires"));
    }
    String name = resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
    return read(name, spec);
  }

  /// The same of a spec alone; `name` is what people call the exemption.
  public static Reading read(String name, ImageExemptionSpec spec) {
    return new ExemptionReader(spec).read(name);
  }

  private Reading read(String name) {
    readImages();
    List<Allowance> allowances = allowances();
    needed("spec.reason", spec.reason());
    needed("spec.owner", spec.owner());
    if (spec.workloadSelector() != null) {
      faults.addAll(spec.workloadSelector().faults("spec.workloadSelector"));
    }
    if (spec.namespaceSelector() != null) {
      faults.addAll(spec.namespaceSelector().faults("spec.namespaceSelector"));
    }
    Instant expires = expires();
    return expires == null || !faults.isEmpty()
        ? new Reading.Faulty(faults)
        : new Reading.Read(new Exemption(name, new ImageMatch(spec.images()), allowances, expires));
  }

  private void readImages() {
    if (spec.images().isEmpty()) {
      faults.add("spec.images: is missing; " + PolicyMatch.WRITE_GLOBS);
    }
    for (int i = 0; i < spec.images().size(); i++) {
      if (!GLOB.matcher(spec.images().get(i)).matches()) {
        faults.add(
            "spec.images[%d]: \"%s\" is no glob over image names; %s"
                .formatted(i, spec.images().get(i), PolicyMatch.WRITE_GLOBS));
      }
    }
  }

  private List<Allowance> allowances() {
    if (spec.rules().isEmpty()) {
      faults.add("spec.rules: is missing; write at least one, such as {rule: pull-size}");
    }
    List<Allowance> allowances = new ArrayList<>();
    for (int i = 0; i < spec.rules().size(); i++) {
      ImageExemptionSpec.Rule rule = spec.rules().get(i);
      String path = "spec.rules[" + i + "]";
      if (ids().contains(rule.rule())) {
        allowances.add(new Allowance(rule.rule(), upTo(path + ".upTo", rule)));
      } else {
        faults.add(
            "%s.rule: there is no rule \"%s\"; the rules are %s"
                .formatted(path, rule.rule(), String.join(", ", ids())));
      }
    }
    return allowances;
  }

  private @Nullable Bytes upTo(String path, ImageExemptionSpec.Rule rule) {
    if (rule.upTo() == null) {
      return null;
    }
    if (!idsOfSizes().contains(rule.rule())) {
      faults.add(path + ": only a rule about a size has a ceiling; leave upTo out");
      return null;
    }
    try {
      return Bytes.parse(rule.upTo());
    } catch (IllegalArgumentException e) {
      faults.add(path + ": " + e.getMessage());
      return null;
    }
  }

  private void needed(String path, @Nullable String text) {
    if (text == null || text.isBlank()) {
      faults.add(path + ": is missing; whoever finds the exemption later needs it");
    }
  }

  private @Nullable Instant expires() {
    String text = spec.expires() == null ? "" : spec.expires();
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      faults.add(
          "spec.expires: \"%s\" is no moment; write for example 2027-03-31T00:00:00Z"
              .formatted(text));
      return null;
    }
  }

  /// The ids of all rules.
  static List<String> ids() {
    return Stream.concat(Catalogue.rules().stream().map(Rule::id), Stream.of(PromotedFrom.ID))
        .toList();
  }

  /// The ids of the rules that limit a size: those with a parameter `max` in bytes.
  static List<String> idsOfSizes() {
    return Catalogue.rules().stream().filter(ExemptionReader::limitsASize).map(Rule::id).toList();
  }

  private static boolean limitsASize(Rule<?> rule) {
    RecordComponent[] parameters = rule.defaults().getClass().getRecordComponents();
    return Arrays.stream(parameters)
        .anyMatch(p -> p.getName().equals("max") && p.getType() == Bytes.class);
  }
}
