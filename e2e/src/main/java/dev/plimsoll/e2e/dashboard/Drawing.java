package dev.plimsoll.e2e.dashboard;

import dev.plimsoll.e2e.dashboard.Panel.Place;
import dev.plimsoll.e2e.dashboard.Series.Point;
import java.util.List;
import java.util.Locale;

/// An SVG picture of panels, on Grafana's grid.
final class Drawing {
  private static final int COLUMN = 50;
  private static final int LINE = 30;
  private static final int GAP = 6;
  private static final int PADDING = 10;
  private static final int AXIS = 58;
  private static final int LEGEND_LINE = 14;
  private static final List<String> COLOURS =
      List.of(
          "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#17becf", "#7f7f7f");

  private final StringBuilder svg = new StringBuilder();

  Drawing(int columns, int lines) {
    add(
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='Helvetica,"
            + " Arial, sans-serif' font-size='11'>",
        columns * COLUMN, lines * LINE);
    add("<rect width='100%%' height='100%%' fill='#f4f5f5'/>");
  }

  String text() {
    return svg + "</svg>\n";
  }

  void draw(Panel panel, List<Series> series) {
    int x = panel.place().x() * COLUMN + GAP / 2;
    int y = panel.place().y() * LINE + GAP / 2;
    int w = panel.place().w() * COLUMN - GAP;
    int h = panel.place().h() * LINE - GAP;
    add("<g transform='translate(%d,%d)'>", x, y);
    if (panel.kind() == Panel.Kind.ROW) {
      label(2, 17, "#333", 14, "bold", panel.title());
    } else {
      add("<rect width='%d' height='%d' rx='3' fill='white' stroke='#ddd'/>", w, h);
      label(PADDING, 18, "#444", 12, "bold", panel.title());
      Place inside = new Place(PADDING, 28, w - 2 * PADDING, h - 28 - PADDING);
      switch (panel.kind()) {
        case STAT -> stat(panel, inside, series);
        case BARGAUGE -> bars(panel, inside, series);
        case TIMESERIES, ROW -> lines(panel, inside, series);
      }
    }
    add("</g>");
  }

  private void stat(Panel panel, Place inside, List<Series> series) {
    String value =
        series.isEmpty() ? "no data" : Units.text(series.getFirst().last(), panel.unit());
    label(inside.x(), inside.y() + inside.h() / 2 + 12, "#1a6b2f", 28, "bold", value);
  }

  private void bars(Panel panel, Place inside, List<Series> series) {
    double most = most(series);
    int step = Math.min(22, inside.h() / Math.max(1, series.size()));
    int room = inside.w() - 190 - 50;
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      int y = inside.y() + i * step;
      label(inside.x(), y + 12, "#444", 11, "normal", one.name());
      int length = (int) Math.max(1, room * one.last() / most);
      add(
          "<rect x='%d' y='%d' width='%d' height='%d' fill='#ff7f0e'/>",
          inside.x() + 190, y + 2, length, Math.max(4, step - 8));
      label(
          inside.x() + 196 + length,
          y + 12,
          "#444",
          11,
          "normal",
          Units.text(one.last(), panel.unit()));
    }
  }

  private void lines(Panel panel, Place inside, List<Series> series) {
    int legendLines = 1 + (series.size() - 1) / perLine(inside);
    int bottom = inside.y() + inside.h() - legendLines * LEGEND_LINE;
    int left = inside.x() + AXIS;
    int right = inside.x() + inside.w();
    double most = most(series) * 1.05;
    double from = series.stream().mapToDouble(s -> s.points().getFirst().at()).min().orElse(0);
    double to = series.stream().mapToDouble(s -> s.points().getLast().at()).max().orElse(1);
    for (int i = 0; i <= 2; i++) {
      int y = bottom - (bottom - inside.y()) * i / 2;
      add("<path d='M%d %dH%d' stroke='#e5e5e5'/>", left, y, right);
      label(inside.x(), y + 4, "#777", 10, "normal", Units.text(most * i / 2, panel.unit()));
    }
    for (int i = 0; i < series.size(); i++) {
      StringBuilder path = new StringBuilder();
      for (Point point : series.get(i).points()) {
        path.append(
            String.format(
                Locale.ROOT,
                "%s%.1f %.1f",
                path.isEmpty() ? "M" : "L",
                left + (right - left) * (point.at() - from) / Math.max(1, to - from),
                bottom - (bottom - inside.y()) * point.value() / most));
      }
      add("<path d='%s' fill='none' stroke='%s' stroke-width='1.6'/>", path, colour(i));
      int place = i % perLine(inside);
      int y = bottom + LEGEND_LINE * (1 + i / perLine(inside));
      add(
          "<rect x='%d' y='%d' width='10' height='3' fill='%s'/>",
          inside.x() + place * 190, y - 4, colour(i));
      label(inside.x() + place * 190 + 14, y, "#444", 10, "normal", series.get(i).name());
    }
  }

  private static int perLine(Place inside) {
    return Math.max(1, inside.w() / 190);
  }

  private static String colour(int index) {
    return COLOURS.get(index % COLOURS.size());
  }

  private static double most(List<Series> series) {
    double most =
        series.stream()
            .flatMap(one -> one.points().stream())
            .mapToDouble(Point::value)
            .max()
            .orElse(1);
    return most > 0 ? most : 1;
  }

  private void label(int x, int y, String colour, int size, String weight, String text) {
    add(
        "<text x='%d' y='%d' fill='%s' font-size='%d' font-weight='%s'>%s</text>",
        x, y, colour, size, weight, text.replace("&", "&amp;").replace("<", "&lt;"));
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
