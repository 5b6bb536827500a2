package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.cli.report.Style;
import java.io.PrintWriter;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/// The command `plimsoll`, and where a process that runs it begins.
@Command(
    name = "plimsoll",
    description = "Hold container images to a load line, before the cluster does.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = HelpCommand.class,
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
  private Plimsoll() {}

  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  /// Runs one command and returns how it ended.
  static int run(Terminal terminal, String... arguments) {
    return commandLine(terminal).execute(arguments);
  }

  static CommandLine commandLine(Terminal terminal) {
    CommandLine line = new CommandLine(new Plimsoll());
    line.addSubcommand(new ScanCommand(terminal));
    line.addSubcommand(new CheckCommand(terminal));
    line.addSubcommand(new DiffCommand(terminal));
    line.addSubcommand(new RulesCommand(terminal));
    line.addSubcommand(new ExplainCommand(terminal));
    line.addSubcommand(new InitCommand(terminal));
    line.addSubcommand(new ExemptCommand(terminal, InstantSource.system()));
    line.addSubcommand(new PreviewCommand(terminal));
    line.addSubcommand(new FleetCommand(terminal));
    line.addSubcommand(new ReportCommand(terminal));
    line.addSubcommand(new CompletionCommand(terminal));
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

  private static int failed(Terminal terminal, Exception e) {
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
