package dev.plimsoll.cli.report;

import dev.plimsoll.cli.fleet.ClusterFleet;
import dev.plimsoll.cli.fleet.FleetEntry;
import dev.plimsoll.cli.fleet.FleetWords;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.fleet.Fleet.OfBase;
import dev.plimsoll.fleet.Fleet.OfNamespace;
import dev.plimsoll.image.Bytes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A fleet for people: what it weighs, and the few images, namespaces and bases that weigh most.
final class FleetTable {
  private static final int SIZE = 11;
  private static final int COUNT = 10;

  private final ClusterFleet fleet;
  private final int top;
  private final Style style;
  private final Lines lines = new Lines();

  private FleetTable(ClusterFleet fleet, int top, Style style) {
    this.fleet = fleet;
    this.top = top;
    this.style = style;
  }

  /// `top` is how many are listed of each; 0 for all.
  static String of(ClusterFleet fleet, int top, Style style) {
    return Style.safe(new FleetTable(fleet, top, style).write());
  }

  private String write() {
    sums();
    images("Largest", fleet.images());
    images("Most wasteful, by what their fixes save", fleet.mostWasteful());
    namespaces();
    bases();
    if (!fleet.unread().isEmpty()) {
      lines.wrapped(0, style.width(), "note: " + FleetWords.unread(fleet));
    }
    FleetWords.unplaced(fleet).ifPresent(one -> lines.wrapped(0, style.width(), "note: " + one));
    fleet.remarks().forEach(remark -> lines.wrapped(0, style.width(), "note: " + remark));
    return lines.toString();
  }

  private void sums() {
    Fleet sum = fleet.sum();
    lines.wrapped(0, style.width(), FleetWords.summary(fleet)).blank();
    sum("different layers", sum.layerBytes(), "what a registry holds");
    sum("shared", sum.sharedBytes(), "in layers that two images or more have");
    sum("as images", sum.imageBytes(), "if they shared nothing");
    sum("on nodes", sum.nodeBytes(), "on " + Words.counted(sum.nodes(), "node", "nodes"));
    sum("reclaimable", fleet.reclaimable().bytes(), "by all fixes, what images share once");
    lines.wrapped(2, style.width(), FleetWords.pullTime(fleet)).blank();
  }

  private void sum(String name, Bytes bytes, String meaning) {
    lines.add("  " + Lines.left(name, 18) + Lines.right(bytes.toString(), SIZE) + "  " + meaning);
  }

  private <T> Stream<T> first(List<T> all) {
    return top == 0 ? all.stream() : all.stream().limit(top);
  }

  private void images(String title, List<FleetEntry> images) {
    if (images.isEmpty()) {
      return;
    }
    head(title, images.size());
    lines.add(
        style.faint(sizes("pull", "disk", "fixes save") + counts("findings", "pods") + "  image"));
    first(images)
        .forEach(
            image ->
                lines.add(
                    sizes(
                            image.pull().toString(),
                            size(image.disk()),
                            image.reclaimable().count() == 0 ? "" : image.reclaimable().toString())
                        + counts("" + image.findings(), "" + image.pods())
                        + "  "
                        + name(image)));
    lines.blank();
  }

  /// With its base where there is room for both.
  private String name(FleetEntry image) {
    int room = style.width() - 3 * SIZE - 2 * COUNT - 2;
    String base = image.base() == null ? "" : " on " + image.base();
    String both = image.name() + base;
    return both.length() <= room ? both : shortened(image.name(), room);
  }

  /// The end of a name tells most.
  private static String shortened(String name, int room) {
    return name.length() <= room ? name : "…" + name.substring(name.length() - room + 1);
  }

  private void namespaces() {
    List<OfNamespace> all = fleet.sum().namespaces();
    if (all.isEmpty()) {
      return;
    }
    head("By namespace", all.size());
    lines.add(style.faint(sizes("pull", "own") + counts("images") + "  namespace"));
    first(all)
        .forEach(
            one ->
                lines.add(
                    sizes(one.bytes().toString(), one.own().toString())
                        + counts("" + one.images())
                        + "  "
                        + one.name()));
    lines.blank();
  }

  private void bases() {
    List<OfBase> all = fleet.sum().bases();
    if (all.isEmpty()) {
      return;
    }
    head("By base", all.size());
    lines.add(style.faint(sizes("pull") + counts("images", "builds") + "  base"));
    first(all)
        .forEach(
            one ->
                lines.add(
                    sizes(one.bytes().toString())
                        + counts("" + one.images(), "" + one.variants())
                        + "  "
                        + one.name()));
    FleetWords.consolidation(fleet).ifPresent(one -> lines.wrapped(2, style.width(), one));
    lines.blank();
  }

  private void head(String title, int number) {
    boolean cut = top > 0 && number > top;
    lines.add(style.bold(title) + (cut ? style.faint(" (%d of %d)".formatted(top, number)) : ""));
  }

  private static String size(@Nullable Bytes bytes) {
    return bytes == null ? "not read" : bytes.toString();
  }

  private static String sizes(String... sizes) {
    return Stream.of(sizes).map(size -> Lines.right(size, SIZE)).reduce("", String::concat);
  }

  private static String counts(String... counts) {
    return Stream.of(counts).map(count -> Lines.right(count, COUNT)).reduce("", String::concat);
  }
}
