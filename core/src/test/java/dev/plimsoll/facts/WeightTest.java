package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cache.Form;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.reference.Reference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What things are said to weigh is what the heap grows by when they are kept.
@Timeout(120)
class WeightTest {
  private static final Reference NAME = Reference.parse("registry.example.com/heavy:1");
  private static final int MANY_COPIES = 60;

  @Test
  void layersWeighWhatTheyTakeUp() throws IOException {
    LayerContents layer = layer(6_000, true);
    assertHonest(() -> copy(FactsShelf.LAYERS, layer), LayerContents::weight);
  }

  @Test
  void layersAsTheyWereReadWeighWhatTheyTakeUp() {
    assertHonest(() -> layer(3_000, false), LayerContents::weight);
  }

  @Test
  void factsWeighWhatTheyTakeUp() {
    Facts facts = facts();
    assertHonest(() -> copy(FactsShelf.FILES, facts), FactsShelf.FILES::weight);
  }

  private static <T> void assertHonest(Supplier<T> thing, ToLongFunction<T> weight) {
    thing.get();
    List<T> things = new ArrayList<>();
    long before = used();
    for (int i = 0; i < MANY_COPIES; i++) {
      things.add(thing.get());
    }
    long heap = used() - before;
    long said = things.stream().mapToLong(weight).sum();
    assertThat((double) said / heap).as("%d said of %d", said, heap).isBetween(0.75, 1.5);
  }

  /// The least of several looks: threads that are ending hold on to what they had.
  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 8; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
      LockSupport.parkNanos(50_000_000);
    }
    return least;
  }

  private static <T> T copy(Form<T> form, T thing) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      form.write(thing, new DataOutputStream(bytes));
      return form.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LayerContents layer(int files, boolean kept) {
    KeptFiles some = path -> kept && path.endsWith("7.js") ? 1_000 : 0;
    try {
      return new LayerReader(Limits.defaults(), some)
          .read(
              new ByteArrayInputStream(ImageBuilder.gzip(tar(files))),
              "the layer",
              Deadline.in(Duration.ofMinutes(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] tar(int files) {
    LayerBuilder layer = LayerBuilder.layer();
    for (int i = 0; i < files; i++) {
      layer.file("usr/lib/node_modules/package" + i / 20 + "/lib/index" + i + ".js", "content");
      if (i % 10 == 0) {
        layer.symlink("usr/lib/link" + i, "node_modules/package" + i / 20);
      }
    }
    return layer.tar();
  }

  private static Facts facts() {
    ImageBuilder image =
        ImageBuilder.image()
            .layer("RUN npm install", layer -> write(layer, 0))
            .layer("RUN apt-get install", layer -> write(layer, 1));
    for (int i = 0; i < 300; i++) {
      image
          .label("label" + i, "value of it " + i)
          .env("VARIABLE" + i + "=value")
          .emptyLayer("ENV " + i);
    }
    TestImage built = image.build();
    TestSource source = new TestSource().add(NAME.toString(), built);
    try (ImageInspector inspector = new ImageInspector(source, Limits.defaults())) {
      InspectionRequest request =
          new InspectionRequest(
              NAME, List.of(), Depth.FILES, Duration.ZERO, Deadline.in(Duration.ofMinutes(1)));
      return ((Inspected) inspector.inspect(request).getFirst()).facts();
    }
  }

  private static void write(LayerBuilder layer, int number) {
    for (int i = 0; i < 400; i++) {
      String path = "usr/lib/package" + number + "/file" + i;
      layer.file(path, "content").file("var/lib/dpkg/info/p" + number + i + ".list", "/" + path);
    }
    layer.file("etc/passwd", "root:x:0:0::/:/bin/sh\n".repeat(100));
  }
}
