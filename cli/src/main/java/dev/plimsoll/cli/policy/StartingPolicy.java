package dev.plimsoll.cli.policy;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.parameter.ParameterKind;
import dev.plimsoll.rule.size.DiskSize;
import dev.plimsoll.rule.size.LayerCount;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.size.WastedSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A policy to start with, made of the images that there are: a profile, limits on size that
/// the largest of them just keeps, and a mere warning where one of them breaks a rule of the
/// profile.
///
/// It is written as YAML with the reason for each line beside it.
public final class StartingPolicy {
  private static final long MEBI = 1 << 20;

  private final String name;
  private final String namespace;
  private final String profile;
  private final Map<String, Limit> limits = new LinkedHashMap<>();
  private final Map<String, Lenience> lenient = new TreeMap<>();

  /// The largest there is of something, and in which image.
  private record Limit(RuleDescription rule, long actual, boolean bytes, String image) {
    /// As a policy writes it: rounded up.
    String written() {
      return bytes ? ParameterKind.SIZE.write(roundedUp(new Bytes(actual))) : Long.toString(actual);
    }

    String said() {
      return (bytes ? new Bytes(actual).toString() : Long.toString(actual)) + " in " + image;
    }
  }

  /// A rule that some images break.
  private record Lenience(RuleDescription rule, Set<String> images) {}

  /// A policy without a namespace where that is empty.
  public StartingPolicy(String name, String namespace, String profile) {
    this.name = name;
    this.namespace = namespace;
    this.profile = profile;
  }

  /// Has the limits on size let an image through.
  public void admit(String image, Facts facts) {
    raise(new PullSize(), facts.pullSize().count(), true, image);
    facts
        .files()
        .ifPresent(
            files -> {
              raise(new DiskSize(), files.diskSize().count(), true, image);
              raise(new WastedSpace(), wasted(facts), true, image);
            });
    raise(new LayerCount(), ownLayers(facts), false, image);
  }

  /// Has the policy no more than warn of a rule that an image breaks; limits on size stay.
  public void warnOf(Rule<?> rule, String image) {
    if (!limits.containsKey(rule.id())) {
      lenient
          .computeIfAbsent(rule.id(), _ -> new Lenience(rule.description(), new TreeSet<>()))
          .images()
          .add(image);
    }
  }

  private void raise(Rule<?> rule, long actual, boolean bytes, String image) {
    Limit known = limits.get(rule.id());
    if (known == null || actual > known.actual) {
      limits.put(rule.id(), new Limit(rule.description(), actual, bytes, image));
    }
  }

  private static long wasted(Facts facts) {
    return new WastedSpace()
        .measure(facts).stream()
            .mapToLong(f -> f.measure() instanceof Measure.Part(Bytes part, _) ? part.count() : 0)
            .max()
            .orElse(0);
  }

  private static long ownLayers(Facts facts) {
    return new LayerCount()
        .measure(facts).stream()
            .mapToLong(f -> f.measure() instanceof Measure.Count(long number, _) ? number : 0)
            .max()
            .orElse(0);
  }

  /// To a number that people would write: whole mebibytes, from 20 on in fives, from 100 on
  /// in tens, and so forth.
  static Bytes roundedUp(Bytes bytes) {
    long mebi = Math.max(1, Math.ceilDiv(bytes.count(), MEBI));
    long step = 1;
    for (long from = 20; mebi > from; from *= 10) {
      step = from / 4;
      if (mebi > from * 5) {
        step = from / 2;
      }
    }
    return Bytes.ofMebi(Math.ceilDiv(mebi, step) * step);
  }

  /// The policy as a file that `kubectl apply` takes.
  public String yaml() {
    List<String> lines = new ArrayList<>();
    lines.add("# What the images are today, rounded up: this policy refuses none of them.");
    lines.add("# Lower the limits, and take a Warn away, as the images get better.");
    lines.add("apiVersion: plimsoll.dev/v1alpha1");
    lines.add("kind: ImagePolicy");
    lines.add(
        namespace.isEmpty()
            ? "metadata: {name: %s}".formatted(name)
            : "metadata: {name: %s, namespace: %s}".formatted(name, namespace));
    lines.add("spec:");
    lines.add("  profile: " + profile);
    lines.add("  enforcement: Enforce");
    lines.add("  rules:");
    families()
        .forEach(
            (family, rules) -> {
              lines.add("    " + family + ":");
              lines.addAll(rules);
            });
    return String.join("\n", lines) + "\n";
  }

  private Map<String, List<String>> families() {
    Map<String, List<String>> families = new LinkedHashMap<>();
    for (Limit limit : limits.values()) {
      section(limit.rule, families).add("      # %s".formatted(commented(limit.said())));
      section(limit.rule, families)
          .add("      %s: {max: %s}".formatted(limit.rule.field(), limit.written()));
    }
    for (Lenience one : lenient.values()) {
      section(one.rule, families).add("      # broken by " + commented(names(one.images)));
      section(one.rule, families).add("      %s: {enforcement: Warn}".formatted(one.rule.field()));
    }
    return families;
  }

  private static List<String> section(RuleDescription rule, Map<String, List<String>> families) {
    return families.computeIfAbsent(rule.family().field(), _ -> new ArrayList<>());
  }

  private static String names(Set<String> images) {
    List<String> first = images.stream().limit(3).toList();
    int more = images.size() - first.size();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }

  /// Names of images hold no line break, but a file's name may.
  private static String commented(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
