package dev.plimsoll.facts;

import dev.plimsoll.facts.secret.SecretText;
import dev.plimsoll.image.Ellipsis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Dockerfile instruction that made a layer, in a Dockerfile's form whatever builder wrote
/// it into the history; what a builder wrote that knows no Dockerfiles stays as it is.
/// Secrets are blotted out.
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

  private static final Pattern HASH = Pattern.compile("(?:file|dir|multi):[0-9a-f]{12}");

  private static final Pattern REMOTE =
      Pattern.compile("(?i)(?:(?:https?|git|ssh|ftp)://|git@[^/:]+:)(?s:.*)");

  /// BuildKit's options of a `RUN`, which some builders keep.
  private static final Pattern OPTIONS =
      Pattern.compile("^\\s*(?:--(?:mount|network|security)=\\S*\\s+){0,40}+");

  private static final Pattern EXEC_FORM = Pattern.compile("(?s)\\s*\\[\\s*(\".*\")\\s*]\\s*");
  private static final Pattern EXEC_WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

  private static final int MOST_SOURCES = 1_000;

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

  /// What kind it is.
  public Kind kind() {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.OTHER && text.startsWith(kind + " ")) {
        return kind;
      }
    }
    return Kind.OTHER;
  }

  /// Where the files come from that it copies; [Origin#UNKNOWN] where it copies none.
  ///
  /// BuildKit writes down the sources and drops `--from`; the classic builder and buildah write
  /// neither. So a path from the root is unknown: files of a stage are named so, those of the
  /// context may be. A path from the context is taken for one.
  public Origin origin() {
    Kind kind = kind();
    List<String> sources = sources();
    if (sources.isEmpty() || (kind != Kind.COPY && kind != Kind.ADD)) {
      return Origin.UNKNOWN;
    }
    if (text.contains(" --from=")) {
      return Origin.FROM_STAGE;
    }
    if (kind == Kind.ADD && sources.stream().anyMatch(s -> REMOTE.matcher(s).matches())) {
      return Origin.REMOTE;
    }
    boolean hidden = sources.stream().anyMatch(s -> HASH.matcher(s).matches());
    boolean fromRoot = sources.stream().anyMatch(s -> s.startsWith("/"));
    return hidden || (fromRoot && kind == Kind.COPY) ? Origin.UNKNOWN : Origin.FROM_CONTEXT;
  }

  /// Whether it fetches a file over the network to add it (`ADD https://…`). The classic builder
  /// and buildah do not write that down.
  public boolean addsRemote() {
    return origin() == Origin.REMOTE;
  }

  /// The sources of a `COPY` or `ADD` as they are written, without options and the destination.
  public List<String> sources() {
    if (kind() != Kind.COPY && kind() != Kind.ADD) {
      return List.of();
    }
    String rest = text.substring(text.indexOf(' ')).strip();
    List<String> words = new ArrayList<>();
    for (String word : rest.split("\\s+", MOST_SOURCES)) {
      String bare = word.replaceAll("^\\[?\"|\",?]?$", "");
      if (!bare.startsWith("--") && !bare.isEmpty()) {
        words.add(bare);
      }
    }
    return words.size() < 2 ? List.of() : List.copyOf(words.subList(0, words.size() - 1));
  }

  /// The simple commands of a `RUN`, each as its words, the program first; none for all else.
  ///
  /// Split at `&&`, `||`, `;`, pipes and line ends; quotes are taken away, assignments and
  /// redirections left out, nothing is expanded.
  public List<List<String>> commands() {
    if (kind() != Kind.RUN) {
      return List.of();
    }
    String run = OPTIONS.matcher(text.substring("RUN ".length())).replaceFirst("");
    Matcher exec = EXEC_FORM.matcher(run);
    if (!exec.matches()) {
      return ShellCommands.in(run);
    }
    StringBuilder line = new StringBuilder();
    Matcher word = EXEC_WORD.matcher(exec.group(1));
    while (word.find()) {
      line.append('"').append(word.group(1)).append("\" ");
    }
    return ShellCommands.in(line.toString());
  }

  /// The instruction as one line, cut to `width` characters with an ellipsis.
  public String abbreviated(int width) {
    String line = text.replaceAll("\\s+", " ").strip();
    return Ellipsis.cut(line, width);
  }

  @Override
  public String toString() {
    return text;
  }

  /// What an instruction does, as far as that leaves files behind.
  public enum Kind {
    RUN,
    COPY,
    ADD,
    OTHER
  }

  /// Where copied files come from.
  public enum Origin {
    /// The build context; with BuildKit also a stage whose files are named without a root.
    FROM_CONTEXT,
    /// Another stage or image (`--from`).
    FROM_STAGE,
    /// The network.
    REMOTE,
    /// The history does not tell.
    UNKNOWN
  }
}
