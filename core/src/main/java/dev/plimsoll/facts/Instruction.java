package dev.plimsoll.facts;

import dev.plimsoll.facts.secret.SecretText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Dockerfile instruction that made a layer, in a Dockerfile's form whatever builder wrote
/// it into the history; what a builder wrote that knows no Dockerfiles stays as it is. Secrets are
// blotted out.
public record Instruction(String text) {
  /// `/bin/sh -c`, `/bin/bash -o pipefail -ec` and the like.
  private static final String SHELL =
      "(?:/\\S+/)?(?:ba|da|a|k|z)?sh(?:\\s+-\\w+(?:\\s+pipefail)?){0,8}?\\s+-\\w*c";

  /// The classic builder and buildah mark what runs no command.
  private static final Pattern NO_COMMAND =
      Pattern.compile("(?s)" + SHELL + "\\s+#\\(nop\\)\\s*(.*)");

  private static final Pattern COMMAND = Pattern.compile("(?s)" + SHELL + "\\s+(.*)");

  /// Build arguments before a command, `|2 A=1 B=2 `; they may be secret, so they are left out.
  private static final Pattern ARGUMENTS =
      Pattern.compile("(?s)\\|\\d+\\s+(?:.*?\\s)?(" + SHELL + "\\s.*)");

  /// The classic builder writes the copied files as a hash: `ADD file:1a2b… in /`.
  private static final Pattern HASHED =
      Pattern.compile("(?s)(ADD|COPY) (file|dir|multi):([0-9a-f]{12})[0-9a-f]* in (.*)");

  /// Longer ones are data rather than commands.
  private static final int LONGEST = 1 << 16;

  private static final String BUILDKIT = "# buildkit";

  /// The instruction behind a history entry's `created_by`; none where it says nothing.
  public static Optional<Instruction> of(String createdBy) {
    String line = createdBy.substring(0, Math.min(createdBy.length(), LONGEST)).strip();
    if (line.endsWith(BUILDKIT)) {
      line = line.substring(0, line.length() - BUILDKIT.length()).strip();
    }
    Matcher nothingRun = NO_COMMAND.matcher(line);
    if (nothingRun.matches()) {
      line = HASHED.matcher(nothingRun.group(1).strip()).replaceFirst("$1 $2:$3 $4");
    } else if (line.startsWith("RUN ")) {
      String run = line.substring(4).strip();
      line = "RUN " + command(run).orElse(run);
    } else {
      line = command(line).map(command -> "RUN " + command).orElse(line);
    }
    return line.isBlank()
        ? Optional.empty()
        : Optional.of(new Instruction(SecretText.redacted(line)));
  }

  private static Optional<String> command(String line) {
    Matcher arguments = ARGUMENTS.matcher(line);
    Matcher command = COMMAND.matcher(arguments.matches() ? arguments.group(1) : line);
    return command.matches() ? Optional.of(command.group(1).strip()) : Optional.empty();
  }

  /// The instruction as one line, cut to `width` characters with an ellipsis.
  public String abbreviated(int width) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= width ? line : line.substring(0, width - 1) + "…";
  }

  @Override
  public String toString() {
    return text;
  }
}
