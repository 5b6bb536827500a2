package dev.plimsoll.cli.report;

import dev.plimsoll.cli.judging.Report;

/// A way to write a report down.
public interface Format {
  /// The report's text; `style` matters to people's formats alone.
  String write(Report report, Style style);
}
