package dev.plimsoll.cli.report;

import dev.plimsoll.cli.page.Page;
import java.util.Locale;

/// The formats there are, by the names of `--output`.
public final class Formats {
  private Formats() {}

  /// A format's name.
  public enum Output {
    TABLE,
    JSON,
    SARIF,
    JUNIT,
    MARKDOWN,
    HTML;

    /// In lower case, as people write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A format, for a command that fails on what `failing` says.
  public static Format of(Output output, Failing failing) {
    return switch (output) {
      case TABLE -> new TableReport();
      case JSON -> new JsonReport();
      case SARIF -> new SarifReport();
      case JUNIT -> new JunitReport(failing);
      case MARKDOWN -> new MarkdownReport();
      case HTML -> (report, _) -> Page.of(report);
    };
  }
}
