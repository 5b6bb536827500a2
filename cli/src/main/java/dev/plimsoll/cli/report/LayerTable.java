package dev.plimsoll.cli.report;

import dev.plimsoll.cli.judging.LayerFigures;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.image.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The layers of an image, one a line: a bar, its sizes, its waste, its instruction.
final class LayerTable {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
  private static final int SIZE = 10;
  private static final int NUMBER = 3;

  private final Style style;
  private final int bar;
  private final int instruction;

  LayerTable(Style style) {
    this.style = style;
    this.bar = style.width() < 80 ? 8 : 18;
    this.instruction = style.width() - 2 - NUMBER - 1 - bar - 3 * (SIZE + 1) - 1 - 5;
  }

  void write(Facts facts, Lines lines) {
    List<LayerFigures> layers = LayerFigures.of(facts);
    long largest = layers.stream().mapToLong(f -> f.layer().pullSize().count()).max().orElse(1);
    lines.add(
        style.faint(
            "  "
                + Lines.right("#", NUMBER)
                + " "
                + " ".repeat(bar)
                + " "
                + Lines.right("pull", SIZE)
                + " "
                + Lines.right("disk", SIZE)
                + " "
                + Lines.right("wasted", SIZE)
                + " from instruction"));
    layers.forEach(layer -> lines.add(line(layer, Math.max(1, largest))));
  }

  private String line(LayerFigures figures, long largest) {
    Bytes pull = figures.layer().pullSize();
    Bytes waste = figures.waste();
    boolean wasteful = waste != null && waste.count() > 0;
    String wasted = Lines.right(wasteful ? size(waste) : "", SIZE);
    return "  "
        + Lines.right(Integer.toString(figures.layer().number()), NUMBER)
        + " "
        + style.good(bar(pull.count(), largest))
        + " "
        + Lines.right(pull.toString(), SIZE)
        + " "
        + Lines.right(size(figures.disk()), SIZE)
        + " "
        + (wasteful ? style.doubtful(wasted) : wasted)
        + " "
        + Lines.left(origin(figures.origin()), 4)
        + " "
        + instruction(figures);
  }

  private String instruction(LayerFigures figures) {
    return figures.layer().instruction() == null
        ? style.faint("not told")
        : figures.layer().instruction().abbreviated(instruction);
  }

  private String bar(long bytes, long largest) {
    int eighths = (int) Math.ceilDiv(bytes * bar * 8, largest);
    String full = "█".repeat(eighths / 8);
    return Lines.left(eighths % 8 == 0 ? full : full + EIGHTHS.charAt(eighths % 8), bar);
  }

  private static String size(@Nullable Bytes bytes) {
    return bytes == null ? "?" : bytes.toString();
  }

  private static String origin(Origin origin) {
    return switch (origin) {
      case BASE -> "base";
      case OWN, ABOVE_KNOWN_BASE -> "own";
      case UNKNOWN -> "?";
    };
  }
}
