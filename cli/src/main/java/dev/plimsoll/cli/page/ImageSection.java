package dev.plimsoll.cli.page;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.LayerFigures;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.prediction.Prediction;
import dev.plimsoll.prediction.Step;
import dev.plimsoll.verdict.Outlook;
import dev.plimsoll.verdict.UndecidedRules;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One image on the page.
record ImageSection(ImageVerdict image, Maps maps, Html html) {
  private static final int INSTRUCTION = 300;

  void write() {
    html.tag("section", "class", "image", "id", maps.anchor(image)).line();
    String verdict = Words.verdict(image.verdict());
    html.tag("h2").of("span", image.image(), "class", "name").text(" ");
    html.of("span", verdict, "class", "verdict " + verdict.toLowerCase(Locale.ROOT)).end().line();
    html.of("p", place() + Words.count(image) + " under " + Words.policies(image), "class", "sum");
    html.line();
    for (Inspection inspection : image.inspections()) {
      switch (inspection) {
        case Uninspectable(Unknown why, _) -> html.of("p", why.detail(), "class", "open").line();
        case Inspected(Facts facts, Unknown shortfall) -> inspected(facts, shortfall);
      }
    }
    violations();
    undecided();
    ladder();
    html.end().line();
  }

  private String place() {
    return image.place() == null ? "" : image.judged().place() + ", " + image.place() + ": ";
  }

  private void inspected(Facts facts, @Nullable Unknown shortfall) {
    figures(facts);
    html.tag("dl", "class", "facts").line();
    fact("platform", facts.platform().toString());
    fact("digest", facts.digest().toString());
    facts
        .files()
        .map(FileFacts::operatingSystem)
        .ifPresent(system -> fact("system", system.prettyName()));
    String user = facts.config().user();
    fact("user", user.isEmpty() ? "root: the image sets no USER" : user);
    fact("base", base(facts.base()));
    facts.files().ifPresent(files -> files.remarks().forEach(remark -> fact("note", remark)));
    if (shortfall != null) {
      fact("note", shortfall.detail());
    }
    html.end().line();
    maps.of(image, facts).ifPresent(id -> map(id, maps.hasPaths(facts)));
    layers(facts);
  }

  private void figures(Facts facts) {
    html.tag("ul", "class", "figures").line();
    figure(facts.pullSize(), "to pull");
    facts.files().ifPresent(files -> figure(files.diskSize(), "on disk"));
    LayerFigures.wasteOf(facts).ifPresent(waste -> figure(waste, "of it wasted"));
    Outlook outlook = image.judged().outlook();
    if (outlook != null && image.inspections().size() == 1) {
      figure(outlook.prediction().pull().likely(), "to pull after the fixes, about");
    }
    html.end().line();
  }

  private void figure(Bytes bytes, String what) {
    html.tag("li").of("b", bytes.toString()).text(" ").of("span", what).end().line();
  }

  private void fact(String name, String value) {
    html.tag("div").of("dt", name).of("dd", value).end().line();
  }

  private static String base(BaseImage base) {
    String name = base.name() == null ? "" : base.name() + ", ";
    String layers =
        base.layers() == 0
            ? ""
            : Words.counted(base.layers(), "lowest layer", "lowest layers") + ": ";
    return name + layers + base.evidence().phrase();
  }

  private void map(String id, boolean paths) {
    html.of("h3", "Where the bytes are").line();
    if (!paths) {
      html.of("p", "By package and kind of file, since no paths are kept of this image.").line();
    }
    html.tag("div", "class", "map", "data-map", id);
    html.of("p", "The map of files needs the page's script, which did not run.", "class", "off");
    html.end().line();
  }

  private void layers(Facts facts) {
    List<LayerFigures> layers = LayerFigures.of(facts);
    long largest = layers.stream().mapToLong(l -> l.layer().pullSize().count()).max().orElse(1);
    html.of("h3", "Layers, lowest first").line().tag("div", "class", "wide").tag("table");
    html.tag("thead").tag("tr");
    List.of("#", "to pull", "on disk", "wasted", "from", "instruction")
        .forEach(title -> html.of("th", title, "scope", "col"));
    html.end().end().line().tag("tbody").line();
    layers.forEach(layer -> layer(layer, Math.max(1, largest)));
    html.end().end().end().line();
  }

  private void layer(LayerFigures figures, long largest) {
    Bytes pull = figures.layer().pullSize();
    html.tag("tr").of("td", Integer.toString(figures.layer().number()), "class", "number");
    html.tag("td", "class", "size").text(pull.toString());
    html.tag("meter", "min", "0", "max", Long.toString(largest), "value", "" + pull.count());
    html.end().end();
    html.of("td", size(figures.disk()), "class", "size");
    Bytes waste = figures.waste();
    boolean wasteful = waste != null && waste.count() > 0;
    html.of("td", wasteful ? size(waste) : "", "class", wasteful ? "size waste" : "size");
    html.of("td", origin(figures.origin()), "class", "from");
    html.tag("td").tag("code");
    html.text(
        figures.layer().instruction() == null
            ? "not told"
            : figures.layer().instruction().abbreviated(INSTRUCTION));
    html.end().end().end().line();
  }

  private static String origin(Origin origin) {
    return switch (origin) {
      case BASE -> "base";
      case OWN, ABOVE_KNOWN_BASE -> "on top";
      case UNKNOWN -> "not known";
    };
  }

  private static String size(@Nullable Bytes bytes) {
    return bytes == null ? "not read" : bytes.toString();
  }

  private void violations() {
    if (image.byWhatTheySave().isEmpty()) {
      return;
    }
    html.of("h3", "Violations, by what their fixes save").line();
    html.tag("ol", "class", "violations").line();
    image.byWhatTheySave().forEach(one -> new ViolationItem(one, image, html).write());
    html.end().line();
  }

  private void undecided() {
    for (UndecidedRules open : image.verdict().undecided()) {
      html.tag("p", "class", "open").of("b", "Not judged: " + open.names()).text(" ");
      html.text(open.why().detail()).end().line();
    }
  }

  private void ladder() {
    Outlook outlook = image.judged().outlook();
    if (outlook == null) {
      return;
    }
    html.of("h3", "After the fixes").line();
    html.of("p", "In all: " + outlook.sentence() + ".").line();
    outlook.prediction().assumed().forEach(sentence -> html.of("p", sentence).line());
    html.tag("ul", "class", "ladder").line();
    image.ladder().forEach(this::step);
    html.end().line();
  }

  private void step(Step step) {
    Prediction prediction = step.prediction();
    html.tag("li").of("b", "On " + step.rung().phrase()).text(": ");
    html.text(
        prediction == null
            ? "not possible: " + step.obstacle()
            : prediction.pull().likely() + " to pull, " + prediction.disk().likely() + " on disk");
    html.end().line();
  }
}
