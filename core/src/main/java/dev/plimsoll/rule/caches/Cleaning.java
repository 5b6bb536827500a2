package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Instruction;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Mending;
import java.util.List;
import java.util.regex.Pattern;

/// How an instruction is changed so that it leaves no cache behind.
sealed interface Cleaning {

  /// What to do in the instruction that is to blame; `directory` is where the cache lies.
  String in(Finding finding, String directory);

  /// A command that deletes the cache, at the end of the instruction that fills it.
  record Appended(String command) implements Cleaning {
    @Override
    public String in(Finding finding, String directory) {
      return Mending.place(finding) + "append && " + command;
    }
  }

  /// Changes of the instruction's text; `advice` is what to do where they change nothing.
  record Edited(String advice, List<Edit> edits) implements Cleaning {
    private static final int SHOWN = 120;

    public Edited {
      edits = List.copyOf(edits);
    }

    @Override
    public String in(Finding finding, String directory) {
      Instruction instruction = finding.blame().instruction();
      if (instruction != null) {
        String before = instruction.text().replaceAll("\\s+", " ");
        String after = before;
        for (Edit edit : edits) {
          after = edit.pattern.matcher(after).replaceAll(edit.replacement);
        }
        if (!after.equals(before)) {
          return "replace %s by %s"
              .formatted(instruction.abbreviated(SHOWN), new Instruction(after).abbreviated(SHOWN));
        }
      }
      return Mending.place(finding) + advice;
    }
  }

  /// A cache mount, so that builds share the cache and no layer has it.
  record Mounted(String product) implements Cleaning {
    @Override
    public String in(Finding finding, String directory) {
      return "%sbuild in a build stage with RUN --mount=type=cache,target=%s, and COPY --from it only %s"
          .formatted(Mending.place(finding), directory, product);
    }
  }

  /// A piece of an instruction's text, and what it becomes.
  record Edit(Pattern pattern, String replacement) {
    Edit(String pattern, String replacement) {
      this(Pattern.compile(pattern), replacement);
    }
  }
}
