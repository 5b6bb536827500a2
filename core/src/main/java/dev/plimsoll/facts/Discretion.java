package dev.plimsoll.facts;

import dev.plimsoll.facts.secret.SecretText;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Leaves out of facts what those may not see who see a report and could not pull the image:
/// the values of variables, and secrets wherever they are declared.
///
/// Which secrets the image declares is written down before. Values that a rule asks for are
/// kept where they are none of these: what decides between production and development is no
/// secret.
final class Discretion {
  private static final Pattern SETS = Pattern.compile("(?s)(ENV|ARG)\\s+.*");
  private static final Pattern VALUE =
      Pattern.compile("=(?:\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|\\S+)");
  private static final Pattern OLD_FORM = Pattern.compile("(?s)(ENV\\s+\\S+)\\s+.*");
  private static final String BLOT = "…";

  private Discretion() {}

  static Facts over(Facts facts) {
    return facts.telling(over(facts.config()), redacted(facts.annotations()));
  }

  private static ImageConfig over(ImageConfig config) {
    return new ImageConfig(
        config.platform(),
        config.user(),
        redacted(config.entrypoint()),
        redacted(config.command()),
        config.environment().stream().map(Discretion::variable).toList(),
        redacted(config.labels()),
        config.diffIds(),
        config.history().stream().map(Discretion::entry).toList(),
        config.exposedPorts(),
        config.volumes(),
        config.workingDirectory(),
        config.healthcheck(),
        config.stopSignal(),
        config.created(),
        config.remarks());
  }

  private static String variable(String variable) {
    int equals = variable.indexOf('=');
    String name = equals < 0 ? variable : variable.substring(0, equals);
    return equals >= 0 && ModeVariables.NAMES.contains(name)
        ? name + "=" + SecretText.redacted(variable.substring(equals + 1))
        : name;
  }

  private static HistoryEntry entry(HistoryEntry entry) {
    String told = Instruction.of(entry.createdBy()).map(Discretion::instruction).orElse("");
    return new HistoryEntry(told, entry.emptyLayer(), entry.created(), entry.comment());
  }

  /// An instruction, of which `ENV` and `ARG` only say what they set.
  private static String instruction(Instruction instruction) {
    String text = instruction.text();
    if (!SETS.matcher(text).matches()) {
      return text;
    }
    return text.indexOf('=') < 0
        ? OLD_FORM.matcher(text).replaceFirst("$1 " + BLOT)
        : VALUE.matcher(text).replaceAll("=" + BLOT);
  }

  private static List<String> redacted(List<String> texts) {
    return texts.stream().map(SecretText::redacted).toList();
  }

  private static Map<String, String> redacted(Map<String, String> texts) {
    Map<String, String> shown = new LinkedHashMap<>();
    texts.forEach((name, value) -> shown.put(name, SecretText.redacted(value)));
    return shown;
  }
}
