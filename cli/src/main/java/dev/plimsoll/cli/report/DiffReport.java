package dev.plimsoll.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.cli.judging.Difference;
import dev.plimsoll.cli.judging.Difference.Group;
import dev.plimsoll.cli.judging.Difference.OfPlatform;
import dev.plimsoll.cli.judging.Difference.Open;
import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.verdict.Violation;
import dev.plimsoll.wording.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What changed between two images, for people, for a pull request, for programs.
public final class DiffReport {
  private static final int MOST_GROUPS = 12;

  private DiffReport() {}

  public static String table(Difference difference, Style style) {
    Lines lines = new Lines();
    lines.add(style.bold(difference.before().image() + " → " + difference.after().image()));
    lines.blank();
    unreadable(difference).forEach(why -> lines.wrapped(0, style.width(), why).blank());
    for (OfPlatform platform : difference.platforms()) {
      sizes(platform).forEach(size -> lines.wrapped(2, style.width(), size));
      lines.blank();
      platform.came().forEach(layer -> lines.add(layer("+", layer, style)));
      platform.went().forEach(layer -> lines.add(layer("-", layer, style)));
      lines.blank();
      platform.groups().stream()
          .limit(MOST_GROUPS)
          .forEach(
              group ->
                  lines.add("  " + Lines.right(signed(group.growth()), 12) + "  " + group.name()));
      rest(platform).ifPresent(rest -> lines.add("  " + " ".repeat(14) + rest));
      lines.blank();
    }
    violations("came", style.bad("came"), difference.came(), lines, style);
    violations("went", style.good("went"), difference.went(), lines, style);
    if (!difference.undecided().isEmpty()) {
      lines.blank().add(style.bold("Not judged"));
      difference.undecided().forEach(open -> undecided(open, style, lines));
    }
    difference.remarks().forEach(note -> lines.wrapped(0, style.width(), "note: " + note));
    return Style.safe(lines.toString());
  }

  private static void undecided(Open open, Style style, Lines lines) {
    lines.wrapped(2, style.width(), open.image().image() + ": " + open.rules().names());
    lines.wrapped(4, style.width(), open.rules().why().detail());
  }

  private static void violations(
      String word, String coloured, List<Violation> violations, Lines lines, Style style) {
    for (Violation violation : violations) {
      String line =
          "%s: %s %s"
              .formatted(word, Words.enforcement(violation.enforcement()), Wording.line(violation));
      lines.wrapped(0, 2, style.width(), line, word, coloured);
    }
  }

  public static String markdown(Difference difference) {
    Lines lines = new Lines();
    lines.add(
        "### `%s` → `%s`"
            .formatted(
                MarkdownReport.code(difference.before().image()),
                MarkdownReport.code(difference.after().image())));
    lines.blank();
    unreadable(difference).forEach(why -> lines.add(MarkdownReport.text(why)).blank());
    for (OfPlatform platform : difference.platforms()) {
      sizes(platform).forEach(size -> lines.add("- " + MarkdownReport.text(size)));
      lines.blank();
      if (!platform.groups().isEmpty()) {
        lines.add("| on disk | what |").add("| ---: | --- |");
        platform.groups().stream()
            .limit(MOST_GROUPS)
            .forEach(
                group ->
                    lines.add(
                        "| %s | %s |"
                            .formatted(signed(group.growth()), MarkdownReport.text(group.name()))));
        rest(platform).ifPresent(rest -> lines.add("| | " + rest + " |"));
        lines.blank();
      }
    }
    difference.came().forEach(v -> lines.add("- **came**: " + sentence(v)));
    difference.went().forEach(v -> lines.add("- went: " + sentence(v)));
    difference.undecided().forEach(open -> lines.add("- **not judged**: " + sentence(open)));
    return lines.toString();
  }

  public static String json(Difference difference) {
    ObjectNode root = JsonReport.NODES.objectNode();
    root.put("schemaVersion", JsonReport.VERSION);
    root.put("before", difference.before().image());
    root.put("after", difference.after().image());
    root.put("comparable", difference.comparable());
    ArrayNode platforms = root.putArray("platforms");
    difference.platforms().forEach(platform -> platforms.add(platform(platform)));
    ArrayNode came = root.putArray("came");
    difference.came().forEach(violation -> came.add(ImageNode.violation(violation)));
    ArrayNode went = root.putArray("went");
    difference.went().forEach(violation -> went.add(ImageNode.violation(violation)));
    ArrayNode undecided = root.putArray("undecided");
    difference
        .undecided()
        .forEach(
            open ->
                undecided.add(
                    ImageNode.undecided(open.rules()).put("image", open.image().image())));
    List<String> remarks = new ArrayList<>(unreadable(difference));
    remarks.addAll(difference.remarks());
    root.set("remarks", JsonReport.texts(remarks));
    return JsonReport.text(root);
  }

  private static ObjectNode platform(OfPlatform platform) {
    ObjectNode node = JsonReport.NODES.objectNode();
    node.put("platform", platform.platform().toString());
    node.set("before", size(platform.before()));
    node.set("after", size(platform.after()));
    ArrayNode came = node.putArray("layersThatCame");
    platform.came().forEach(layer -> came.add(layer.digest().toString()));
    ArrayNode went = node.putArray("layersThatWent");
    platform.went().forEach(layer -> went.add(layer.digest().toString()));
    ArrayNode groups = node.putArray("groups");
    for (Group group : platform.groups()) {
      groups
          .addObject()
          .put("name", group.name())
          .put("beforeDiskBytes", group.before().count())
          .put("afterDiskBytes", group.after().count());
    }
    return node;
  }

  private static ObjectNode size(Facts facts) {
    ObjectNode node = JsonReport.NODES.objectNode();
    node.put("digest", facts.digest().toString());
    node.put("pullBytes", facts.pullSize().count());
    facts.files().ifPresent(files -> node.put("diskBytes", files.diskSize().count()));
    return node;
  }

  private static List<String> sizes(OfPlatform platform) {
    List<String> sizes = new ArrayList<>();
    sizes.add(
        platform.platform()
            + " pull "
            + change(platform.before().pullSize(), platform.after().pullSize()));
    Optional<Bytes> before = platform.before().files().map(FileFacts::diskSize);
    Optional<Bytes> after = platform.after().files().map(FileFacts::diskSize);
    if (before.isPresent() && after.isPresent()) {
      sizes.add(platform.platform() + " disk " + change(before.get(), after.get()));
    }
    Bytes fresh = platform.came().stream().map(Layer::pullSize).reduce(Bytes.NONE, Bytes::plus);
    sizes.add(
        "a node that has the one downloads %s for the other, in %s"
            .formatted(fresh, Words.counted(platform.came().size(), "layer", "layers")));
    return sizes;
  }

  private static String change(Bytes before, Bytes after) {
    return "%s → %s (%s)".formatted(before, after, signed(after.count() - before.count()));
  }

  private static String layer(String sign, Layer layer, Style style) {
    String instruction =
        layer.instruction() == null ? "" : layer.instruction().abbreviated(style.width() - 32);
    return "  %s layer %3d  %s  %s"
        .formatted(sign, layer.number(), Lines.right(layer.pullSize().toString(), 10), instruction);
  }

  private static Optional<String> rest(OfPlatform platform) {
    int left = platform.groups().size() - MOST_GROUPS;
    return left > 0 ? Optional.of("and " + left + " more") : Optional.empty();
  }

  private static List<String> unreadable(Difference difference) {
    List<String> sentences = new ArrayList<>();
    for (ImageVerdict image : List.of(difference.before(), difference.after())) {
      image
          .inspections()
          .forEach(
              inspection -> {
                if (inspection instanceof Uninspectable(var why, _)) {
                  sentences.add(why.detail());
                }
              });
    }
    if (sentences.isEmpty() && !difference.comparable()) {
      sentences.add("the images are for no platform in common; name one by --platform");
    }
    return sentences;
  }

  private static String sentence(Open open) {
    return "`%s`: %s. %s"
        .formatted(
            MarkdownReport.code(open.image().image()),
            MarkdownReport.text(open.rules().names()),
            MarkdownReport.text(open.rules().why().detail()));
  }

  private static String sentence(Violation violation) {
    return MarkdownReport.text(
        Words.enforcement(violation.enforcement()) + " " + Wording.line(violation));
  }

  private static String signed(long bytes) {
    return (bytes < 0 ? "-" : "+") + new Bytes(Math.abs(bytes));
  }
}
