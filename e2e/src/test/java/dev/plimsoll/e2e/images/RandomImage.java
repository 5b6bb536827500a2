package dev.plimsoll.e2e.images;

import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.TestImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Images of few paths, so that layers meet: files and directories take each other's places, are
/// whited out, made opaque, linked. The same for the same seed.
final class RandomImage {
  private static final String[] NAMES = {"a", "b", "c", "d"};
  private static final int DEEPEST = 4;

  private final Random random;
  private int files;

  private RandomImage(long seed) {
    random = new Random(seed);
  }

  static TestImage of(long seed) {
    return new RandomImage(seed).image();
  }

  private TestImage image() {
    ImageBuilder image = ImageBuilder.image();
    int layers = 1 + random.nextInt(6);
    for (int i = 0; i < layers; i++) {
      image.layer("RUN step " + i, this::write);
    }
    return image.build();
  }

  /// One layer; no path is both removed and added, and the directories above a path have entries
  /// of their own: builders write it so, and containerd wants the latter where a file was before.
  private void write(LayerBuilder layer) {
    Map<String, Runnable> entries = new TreeMap<>();
    List<String> linkable = new ArrayList<>();
    int steps = 1 + random.nextInt(10);
    for (int i = 0; i < steps; i++) {
      String path = path();
      if (isFree(entries, path)) {
        entries.put(path, entry(layer, path, linkable));
      }
    }
    for (String path : List.copyOf(entries.keySet())) {
      for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
        String above = path.substring(0, at);
        entries.putIfAbsent(above, () -> layer.directory(above));
      }
    }
    entries.values().forEach(Runnable::run);
  }

  private Runnable entry(LayerBuilder layer, String path, List<String> linkable) {
    int mode = random.nextInt(512) | (random.nextInt(8) == 0 ? 06000 : 0);
    int uid = random.nextInt(3) * 1000;
    String content = "x".repeat(random.nextInt(2000)) + files++;
    switch (random.nextInt(12)) {
      case 0, 1 -> {
        return () -> layer.directory(path).mode(mode).owner(uid, uid + 1);
      }
      case 2 -> {
        return () -> layer.whiteout(path);
      }
      case 3 -> {
        return () -> layer.directory(path).mode(mode).opaque(path);
      }
      case 4 -> {
        String target = random.nextBoolean() ? "/nowhere" : "b";
        return () -> layer.symlink(path, target).owner(uid, uid);
      }
      case 5 -> {
        String earlier =
            linkable.stream().filter(one -> one.compareTo(path) < 0).findAny().orElse("");
        return earlier.isEmpty()
            ? () -> layer.file(path, content).mode(mode)
            : () -> layer.hardLink(path, earlier);
      }
      default -> {
        linkable.add(path);
        return () -> layer.file(path, content).mode(mode).owner(uid, uid);
      }
    }
  }

  /// Whether nothing of this layer is at, above or below a path.
  private static boolean isFree(Map<String, Runnable> entries, String path) {
    return entries.keySet().stream()
        .noneMatch(
            other ->
                other.equals(path) || other.startsWith(path + "/") || path.startsWith(other + "/"));
  }

  private String path() {
    StringBuilder path = new StringBuilder(NAMES[random.nextInt(NAMES.length)]);
    for (int depth = random.nextInt(DEEPEST); depth > 0; depth--) {
      path.append('/').append(NAMES[random.nextInt(NAMES.length)]);
    }
    return path.toString();
  }
}
