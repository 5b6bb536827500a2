package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Instruction;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.script.Script;
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
    public Edited {
      edits = List.copyOf(edits);
    }

    @Override
    public String in(Finding finding, String directory) {
      Instruction instruction = finding.blame().instruction();
      if (instruction != null) {
        String better = Script.of(instruction.text()).text();
        for (Edit edit : edits) {
          better = edit.pattern.matcher(better).replaceAll(edit.replacement);
        }
        return Mending.rewriting(finding, better).orElseGet(() -> Mending.place(finding) + advice);
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
