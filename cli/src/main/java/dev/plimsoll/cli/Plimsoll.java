package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.report.Style;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// The command `plimsoll`, and where a process that runs it begins.
@Command(
    name = "plimsoll",
    description = "Hold container images to a load line, before the cluster does.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every image would be admitted",
      "1:an enforced rule is violated (see --fail-on)",
      "2:an image could not be judged",
      "64:the command or a file given to it is wrong",
      "70:a fault of Plimsoll's own"
    },
    footer = "%nPlimsoll's options are told by plimsoll help COMMAND.")
public final class Plimsoll implements Runnable {
  /// All commands. To read one's options takes longer than much of what commands do, so a call
  /// that names a command makes that one alone.
  private static final Map<String, Function<Terminal, Object>> COMMANDS = commands();

  /// Those that look into images.
  private static final Set<String> LOOKING =
      Set.of("scan", "check", "diff", "explain", "init", "preview", "report");

  private Plimsoll() {}

  private static Map<String, Function<Terminal, Object>> commands() {
    Map<String, Function<Terminal, Object>> commands = new LinkedHashMap<>();
    commands.put("help", _ -> new HelpCommand());
    commands.put("scan", ScanCommand::new);
    commands.put("check", CheckCommand::new);
    commands.put("diff", DiffCommand::new);
    commands.put("rules", RulesCommand::new);
    commands.put("explain", ExplainCommand::new);
    commands.put("init", InitCommand::new);
    commands.put("exempt", terminal -> new ExemptCommand(terminal, InstantSource.system()));
    commands.put("preview", PreviewCommand::new);
    commands.put("fleet", FleetCommand::new);
    commands.put("report", ReportCommand::new);
    commands.put("completion", CompletionCommand::new);
    return commands;
  }

  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  /// Runs one command and returns how it ended.
  static int run(Terminal terminal, String... arguments) {
    String first = arguments.length == 0 ? "help" : arguments[0];
    Set<String> named =
        first.equals("help") || !COMMANDS.containsKey(first) ? COMMANDS.keySet() : Set.of(first);
    if (LOOKING.contains(first)) {
      ImageDesk.prepare();
    }
    try {
      int end = commandLine(terminal, named).execute(arguments);
      return end == ExitCode.INTERNAL.code() ? end : written(terminal, end);
    } catch (Throwable e) {
      // picocli hands on exceptions alone; what is left is a fault of ours too.
      return failed(terminal, e);
    }
  }

  /// How a command ends whose report may not have been written.
  private static int written(Terminal terminal, int end) {
    Optional<String> fault =
        terminal.out() instanceof Printer printer ? printer.fault() : Optional.empty();
    fault.ifPresent(why -> say(terminal, "the output could not be written in full: " + why));
    return fault.isPresent() ? ExitCode.INTERNAL.code() : end;
  }

  /// With all commands.
  static CommandLine commandLine(Terminal terminal) {
    return commandLine(terminal, COMMANDS.keySet());
  }

  private static CommandLine commandLine(Terminal terminal, Set<String> named) {
    CommandLine line = new CommandLine(new Plimsoll(), Plimsoll::made);
    COMMANDS.forEach(
        (name, command) -> {
          if (named.contains(name)) {
            line.addSubcommand(command.apply(terminal));
          }
        });
    // Named in annotations, these too would have picocli look for Groovy.
    line.getCommandSpec()
        .versionProvider(new Version())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
    helpful(line);
    line.getSubcommands().values().forEach(Plimsoll::helpful);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(terminal.out(), true, UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.style().colours() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpWidth(terminal.style().width());
    line.setUsageHelpAutoWidth(false);
    line.setParameterExceptionHandler((e, _) -> misused(terminal, e));
    line.setExecutionExceptionHandler((e, _, _) -> failed(terminal, e));
    return line;
  }

  private static void helpful(CommandLine line) {
    CommandSpec command = line.getCommandSpec();
    if (!command.optionsMap().containsKey("--help")) {
      command.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help message and exit.")
              .build());
    }
  }

  /// Makes what picocli wants one of: a list, or by a constructor without parameters. picocli's own
  /// way looks for Groovy in every jar first.
  private static <T> T made(Class<T> type) throws ReflectiveOperationException {
    if (type == List.class) {
      return type.cast(new ArrayList<>());
    }
    Constructor<T> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  /// Without a command there is nothing to do but to say what there is.
  @Override
  public void run() {
    throw Failure.usage("say what to do: plimsoll scan IMAGE, or plimsoll help for all there is");
  }

  private static int misused(Terminal terminal, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    say(terminal, oneLine(e) + "; see " + command + " --help");
    return ExitCode.USAGE.code();
  }

  private static int failed(Terminal terminal, Throwable e) {
    if (e instanceof Failure failure) {
      say(terminal, String.valueOf(failure.getMessage()));
      return failure.exitCode().code();
    }
    say(
        terminal,
        "Plimsoll failed (%s); set PLIMSOLL_DEBUG=1 to see where, and report it"
            .formatted(e.getClass().getSimpleName()));
    if (!terminal.environment().getOrDefault("PLIMSOLL_DEBUG", "").isEmpty()) {
      e.printStackTrace(terminal.err());
    }
    return ExitCode.INTERNAL.code();
  }

  static void say(Terminal terminal, String sentences) {
    sentences
        .lines()
        .forEach(sentence -> terminal.err().println("plimsoll: " + Style.safe(sentence)));
    terminal.err().flush();
  }

  private static String oneLine(Exception e) {
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }
}
