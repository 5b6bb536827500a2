package dev.plimsoll.packages.dpkg;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Relations.Need;
import dev.plimsoll.packages.Stanzas;
import dev.plimsoll.packages.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a stanza of dpkg's status (deb-control(5)) says of a package.
final class DpkgStatus {
  /// The third word of `Status`: what of a package is there.
  private static final Set<String> THERE =
      Set.of(
          "installed",
          "unpacked",
          "half-installed",
          "half-configured",
          "triggers-awaited",
          "triggers-pending");

  private DpkgStatus() {}

  static boolean isInstalled(Map<String, String> stanza) {
    String[] words = stanza.getOrDefault("status", "").split("\\s+", -1);
    return isDescription(stanza) && words.length == 3 && THERE.contains(words[2]);
  }

  static boolean isDescription(Map<String, String> stanza) {
    return !stanza.getOrDefault("package", "").isEmpty();
  }

  /// `automatic` are the packages that apt marks so, or null where it marks nothing.
  static PackageRecord record(Map<String, String> stanza, @Nullable Set<String> automatic) {
    String name = stanza.getOrDefault("package", "");
    String architecture = stanza.getOrDefault("architecture", "");
    return new PackageRecord(
        new PackageName(Ecosystem.DPKG, name),
        stanza.getOrDefault("version", ""),
        architecture,
        firstWord(stanza.getOrDefault("source", name)),
        stanza.getOrDefault("priority", ""),
        size(stanza.getOrDefault("installed-size", "")),
        new Relations(
            needs(stanza, "depends"),
            needs(stanza, "pre-depends"),
            needs(stanza, "recommends"),
            needs(stanza, "provides").stream().flatMap(need -> need.anyOf().stream()).toList()),
        traits(stanza, name + ":" + architecture, automatic));
  }

  /// `name:architecture` of all that apt's `extended_states` marks as automatically installed,
  /// and `name:*` as well.
  static Set<String> automatic(String extendedStates) {
    Set<String> automatic = new HashSet<>();
    for (Map<String, String> stanza : Stanzas.in(extendedStates)) {
      if (stanza.getOrDefault("auto-installed", "").equals("1")) {
        automatic.add(stanza.get("package") + ":" + stanza.get("architecture"));
        automatic.add(stanza.get("package") + ":*");
      }
    }
    return automatic;
  }

  private static Set<Trait> traits(
      Map<String, String> stanza, String qualified, @Nullable Set<String> automatic) {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    if (stanza.getOrDefault("essential", "").equals("yes")) {
      traits.add(Trait.ESSENTIAL);
    }
    if (automatic != null) {
      traits.add(isAutomatic(qualified, automatic) ? Trait.AUTOMATIC : Trait.MANUAL);
    }
    return traits;
  }

  /// apt files packages for all architectures under the machine's own, whichever that is.
  private static boolean isAutomatic(String qualified, Set<String> automatic) {
    if (automatic.contains(qualified) || !qualified.endsWith(":all")) {
      return automatic.contains(qualified);
    }
    String name = qualified.substring(0, qualified.length() - "all".length());
    return automatic.contains(name + "*");
  }

  /// `libc6 (>= 2.36), awk:any | gawk` without versions and qualifiers.
  private static List<Need> needs(Map<String, String> stanza, String field) {
    List<Need> needs = new ArrayList<>();
    for (String need : stanza.getOrDefault(field, "").split(",", -1)) {
      List<String> anyOf = new ArrayList<>();
      for (String one : need.split("\\|", -1)) {
        String name = firstWord(one.strip());
        int end = name.indexOf(':');
        name = end < 0 ? name : name.substring(0, end);
        if (!name.isEmpty()) {
          anyOf.add(name);
        }
      }
      if (!anyOf.isEmpty()) {
        needs.add(new Need(anyOf));
      }
    }
    return needs;
  }

  /// `Installed-Size` is in KiB.
  private static Bytes size(String kibibytes) {
    return kibibytes.matches("\\d{1,12}") ? new Bytes(Long.parseLong(kibibytes) << 10) : Bytes.NONE;
  }

  private static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && " \t\n(".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(0, end);
  }
}
