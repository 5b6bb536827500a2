package dev.plimsoll.cli.page;

import dev.plimsoll.cli.judging.PolicyOutcome;
import dev.plimsoll.cli.judging.Preview;
import java.util.List;

/// What each policy would do if it enforced, one on a line.
record PolicySection(Preview preview, Html html) {
  void write() {
    html.tag("div", "class", "wide").tag("table").tag("thead").tag("tr");
    List.of("policy", "now", "images", "refused", "warned", "not judged", "refused for")
        .forEach(title -> html.of("th", title, "scope", "col"));
    html.end().end().line().tag("tbody").line();
    preview.policies().forEach(this::row);
    html.end().end().end().line();
    if (preview.policies().stream().anyMatch(PolicyOutcome::willTolerate)) {
      html.of(
              "p",
              "Where a policy tolerates what runs already, that is recorded before it enforces, goes"
                  + " on and may start again; what comes anew is refused.",
              "class",
              "sum")
          .line();
    }
  }

  private void row(PolicyOutcome policy) {
    html.tag("tr").of("td", policy.name() + (policy.tolerates() ? " (tolerates what runs)" : ""));
    html.of("td", policy.now());
    for (int count :
        List.of(policy.images(), policy.refused(), policy.milder(), policy.undetermined())) {
      html.of("td", Integer.toString(count), "class", "size");
    }
    html.of("td", policy.mostFirst()).end().line();
  }
}
