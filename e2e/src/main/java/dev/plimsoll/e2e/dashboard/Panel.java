package dev.plimsoll.e2e.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One panel of a dashboard as Grafana's JSON has it: what it shows, where, and in which unit.
record Panel(Kind kind, String title, String unit, Place place, List<Query> queries) {

  /// Where on the grid: 24 columns wide.
  record Place(int x, int y, int w, int h) {}

  /// What it asks, and how a series is called; `{{label}}` stands for a label's value.
  record Query(String expression, String legend) {}

  /// How its data are shown.
  enum Kind {
    ROW,
    STAT,
    TIMESERIES,
    BARGAUGE
  }

  static List<Panel> of(JsonNode dashboard) {
    List<Panel> panels = new ArrayList<>();
    dashboard.path("panels").forEach(panel -> panels.add(read(panel)));
    return panels;
  }

  private static Panel read(JsonNode panel) {
    JsonNode grid = panel.path("gridPos");
    List<Query> queries = new ArrayList<>();
    panel
        .path("targets")
        .forEach(
            target ->
                queries.add(
                    new Query(target.path("expr").asText(), target.path("legendFormat").asText())));
    return new Panel(
        Kind.valueOf(panel.path("type").asText().toUpperCase(Locale.ROOT)),
        panel.path("title").asText(),
        panel.path("fieldConfig").path("defaults").path("unit").asText("short"),
        new Place(
            grid.path("x").asInt(),
            grid.path("y").asInt(),
            grid.path("w").asInt(),
            grid.path("h").asInt()),
        queries);
  }
}
