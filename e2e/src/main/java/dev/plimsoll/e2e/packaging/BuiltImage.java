package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.packaging.OciLayout.Layer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// An image that was built: where it is, and what its layers weigh.
public record BuiltImage(Path layout, String name, String digest, List<Layer> layers) {

  /// What nodes download, in bytes.
  public long pullSize() {
    return layers.stream().mapToLong(layer -> layer.descriptor().size()).sum();
  }

  void print(PrintStream out) {
    out.printf("%s in %s%n%s%n", name, layout, digest);
    out.printf("%12s %12s  %s%n", "pull", "disk", "layer");
    for (Layer layer : layers) {
      line(out, layer.descriptor().size(), layer.unpacked(), layer.instruction());
    }
    line(out, pullSize(), layers.stream().mapToLong(Layer::unpacked).sum(), "in all");
  }

  private static void line(PrintStream out, long pull, long disk, String text) {
    out.printf(
        "%8.1f MiB %8.1f MiB  %s%n",
        pull / 1048576.0,
        disk / 1048576.0,
        text.length() > 68 ? text.substring(0, 66) + " …" : text);
  }
}
