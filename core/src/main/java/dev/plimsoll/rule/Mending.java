package dev.plimsoll.rule;

import static java.util.stream.Collectors.joining;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.rule.script.Installation;
import dev.plimsoll.rule.script.Script;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How the fix of a finding speaks of the image at hand: of its base, and of the instruction
/// that is to blame.
public final class Mending {
  private static final int SHOWN = 120;

  private static final Pattern INSTRUCTION =
      Pattern.compile("^RUN (?:--(?:mount|network|security)=\\S+ ){0,40}+");

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

  /// What to do about packages that an instruction installs: its command as it is and as it
  /// should be, where that names them; else to leave them out there.
  public static String leavingOut(Finding finding) {
    Instruction instruction = finding.blame().instruction();
    Set<String> names = new HashSet<>();
    finding.evidence().forEach(each -> names.add(each.subject()));
    if (instruction != null && instruction.kind() == Instruction.Kind.RUN) {
      Script script = Script.of(instruction.text());
      List<Installation> naming =
          script.commands().stream()
              .flatMap(command -> Installation.of(command).stream())
              .filter(command -> command.names().stream().anyMatch(names::contains))
              .toList();
      if (!naming.isEmpty()) {
        return leavingOut(finding, script, naming, names);
      }
    }
    return place(finding) + "leave out " + Evidences.names(finding.evidence());
  }

  private static String leavingOut(
      Finding finding, Script script, List<Installation> naming, Set<String> names) {
    Optional<String> told =
        naming.stream().anyMatch(command -> command.without(names).named().isEmpty())
            ? dropping(finding, script, naming, names)
            : rewriting(finding, script.without(names));
    return told.orElseGet(
        () ->
            place(finding)
                + "leave out "
                + Evidences.names(
                    finding.evidence().stream()
                        .filter(
                            each ->
                                naming.stream().anyMatch(c -> c.names().contains(each.subject())))
                        .toList()));
  }

  /// To drop the commands that install nothing else, and to change the others.
  private static Optional<String> dropping(
      Finding finding, Script script, List<Installation> naming, Set<String> names) {
    if (!naming.stream().allMatch(command -> isBrief(command.text()))) {
      return Optional.empty();
    }
    if (script.commands().size() == 1) {
      return Optional.of("drop " + script.text() + ", which installs nothing else");
    }
    return Optional.of(
        naming.stream()
            .map(
                command -> {
                  Installation lesser = command.without(names);
                  return lesser.named().isEmpty()
                      ? "drop " + bare(command.text()) + ", which installs nothing else"
                      : "replace " + bare(command.text()) + " by " + bare(lesser.text());
                })
            .collect(joining("; ", place(finding), "")));
  }

  /// To write the instruction to blame in another way: both as a whole where they are short, else
  /// the commands that differ; none where nothing does, or more than anybody reads in a message.
  public static Optional<String> rewriting(Finding finding, String better) {
    Instruction instruction = finding.blame().instruction();
    if (instruction == null) {
      return Optional.empty();
    }
    Script before = Script.of(instruction.text());
    Script after = Script.of(better);
    boolean brief = isBrief(before.text()) && isBrief(after.text());
    return before
        .differenceTo(after)
        .filter(d -> brief || (isBrief(d.before()) && isBrief(d.after())))
        .map(
            d ->
                brief
                    ? "replace " + before.text() + " by " + after.text()
                    : place(finding) + said(d));
  }

  private static boolean isBrief(String command) {
    return command.length() <= SHOWN && !command.contains("\n");
  }

  private static String said(Script.Difference difference) {
    String before = bare(difference.before());
    return difference.after().isEmpty()
        ? "drop " + before
        : "replace " + before + " by " + bare(difference.after());
  }

  /// A command without the instruction and its options before it.
  private static String bare(String command) {
    return INSTRUCTION.matcher(command).replaceFirst("");
  }
}
