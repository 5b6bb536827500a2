package dev.plimsoll.e2e.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The values of one time series, oldest first, and what a legend calls it.
record Series(String name, List<Point> points) {

  /// A value and its moment, in seconds since 1970.
  record Point(double at, double value) {}

  double last() {
    return points.getLast().value;
  }

  /// What Prometheus answered to a range query; series of which nothing is a number are left out.
  static List<Series> of(JsonNode result, String legend) {
    List<Series> all = new ArrayList<>();
    for (JsonNode one : result) {
      List<Point> points = new ArrayList<>();
      for (JsonNode pair : one.path("values")) {
        double value = Double.parseDouble(pair.path(1).asText());
        if (Double.isFinite(value)) {
          points.add(new Point(pair.path(0).asDouble(), value));
        }
      }
      if (!points.isEmpty()) {
        all.add(new Series(name(legend, one.path("metric")), points));
      }
    }
    return all;
  }

  private static String name(String legend, JsonNode labels) {
    String name = legend;
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      name = name.replace("{{" + label.getKey() + "}}", label.getValue().asText());
    }
    return name;
  }
}
