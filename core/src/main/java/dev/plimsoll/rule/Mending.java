package dev.plimsoll.rule;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.rule.Finding.Evidence;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How the fix of a finding speaks of the image at hand: of its base, and of the instruction
/// that is to blame.
public final class Mending {
  private static final int SHOWN = 120;

  /// An installation that is left without a name of what to install.
  private static final Pattern NOTHING_TO_INSTALL =
      Pattern.compile(
          "(?s).*\\b(?:install|add)((?:\\s+-\\S+|\\s+\\\\)*)\\s*(?:$|&&.*|;.*|\\|\\|.*)");

  private static final Pattern INSTALLING = Pattern.compile("\\b(?:install|add)(?: |$)");

  private Mending() {}

  /// Where to change something: `in RUN apt-get install gcc: `, or `in layer 3: ` where nothing
  /// tells what made the layer.
  public static String place(Finding finding) {
    Instruction instruction = finding.blame().instruction();
    if (instruction != null) {
      return "in " + instruction.abbreviated(SHOWN) + ": ";
    }
    return finding.blame().layer() == null
        ? ""
        : "in the instruction that makes layer " + finding.blame().layer().number() + ": ";
  }

  /// What to do about something that came with the base: a variant of it that is without.
  public static String slimmerBase(Facts facts, String without) {
    String name = facts.base().name() == null ? "the base" : facts.base().name();
    return "start the last stage FROM the slim variant of " + name + ", which has no " + without;
  }

  /// What to do about packages that an instruction installs: the instruction as it is and as it
  /// should be, where their names are in it; else to leave them out there.
  public static String leavingOut(Finding finding) {
    Instruction instruction = finding.blame().instruction();
    List<String> names = finding.evidence().stream().map(Evidence::subject).toList();
    if (instruction != null) {
      String better = without(instruction.text(), names);
      if (NOTHING_TO_INSTALL.matcher(better).matches()) {
        return place(finding) + "drop the installation, which is of nothing else";
      } else if (!better.equals(oneLine(instruction.text()))) {
        return "replace "
            + instruction.abbreviated(SHOWN)
            + " by "
            + new Instruction(better).abbreviated(SHOWN);
      }
    }
    return place(finding) + "leave out " + Evidences.names(finding.evidence());
  }

  /// A command line with some names left out of what it installs.
  private static String without(String text, Collection<String> names) {
    String line = oneLine(text);
    Matcher installing = INSTALLING.matcher(line);
    if (!installing.find()) {
      return line;
    }
    Set<String> unwanted = Set.copyOf(names);
    String rest =
        Pattern.compile(" ")
            .splitAsStream(line.substring(installing.end()))
            .filter(word -> !unwanted.contains(word.replaceFirst("[=<>~].*", "")))
            .collect(Collectors.joining(" "));
    return (line.substring(0, installing.end()) + rest).strip();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
