package dev.plimsoll.cli.report;

import dev.plimsoll.cli.fleet.ClusterFleet;
import dev.plimsoll.cli.judging.Preview;
import dev.plimsoll.cli.page.FleetPage;
import dev.plimsoll.cli.page.Page;
import java.util.Locale;

/// The formats of what is told of a cluster, by the names of `--output`.
public final class ClusterFormats {
  private ClusterFormats() {}

  /// A format's name.
  public enum Output {
    TABLE,
    JSON,
    HTML;

    /// In lower case, as people write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A preview; `all` lists in a table what would be admitted too.
  public static String of(Preview preview, Output output, boolean all, Style style) {
    return switch (output) {
      case TABLE -> PreviewTable.of(preview, all, style);
      case JSON -> JsonReport.of(preview);
      case HTML -> Page.of(preview);
    };
  }

  /// A fleet; a table lists the first `top` of each, 0 for all.
  public static String of(ClusterFleet fleet, Output output, int top, Style style) {
    return switch (output) {
      case TABLE -> FleetTable.of(fleet, top, style);
      case JSON -> FleetNode.of(fleet);
      case HTML -> FleetPage.of(fleet);
    };
  }
}
