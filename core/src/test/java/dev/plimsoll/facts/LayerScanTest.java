package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What ends the scan of an image, and what then is not read.
@Timeout(60)
class LayerScanTest {
  private static final String NAME = "registry.example.com/shop/cart:1";
  private static final Limits LIMITS =
      new Limits(
          Bytes.ofMebi(1),
          Bytes.ofMebi(1),
          Bytes.ofMebi(1),
          Bytes.ofMebi(9),
          500,
          100,
          4096,
          new Bytes(1_000),
          100,
          Duration.ofSeconds(30));

  @Test
  void refusesLayersThatAreTooMuchTogether() {
    assertThat(shortfall(image(2, 45))).isNull();
    Unknown why = shortfall(image(3, 45));
    assertThat(why).isNotNull();
    assertThat(why.cause()).isEqualTo(Cause.UNREADABLE);
    assertThat(why.detail())
        .isEqualTo(
            NAME + ": its layers together hold more than the 100 entries that are read at most");
  }

  @Test
  void refusesPackageListsThatAreTooMuchTogether() {
    ImageBuilder image = ImageBuilder.image();
    for (int i = 0; i < 5; i++) {
      String list = "var/lib/dpkg/info/p" + i + ".list";
      image.layer("RUN apt-get install p" + i, l -> l.file(list, "/x\n".repeat(300)));
    }
    Unknown why = shortfall(image.build());
    assertThat(why).isNotNull();
    assertThat(why.detail()).contains("of package lists, more than are read");
  }

  @Test
  void readsNothingFurtherOnceALayerIsBroken() {
    TestImage image =
        ImageBuilder.image()
            .storedLayer(
                "ADD rootfs.tar /",
                "application/vnd.oci.image.layer.v1.tar+gzip",
                new byte[] {1, 2, 3},
                TestImage.digestOf(new byte[0]))
            .layer("RUN 2", l -> l.file("a", "2"))
            .layer("RUN 3", l -> l.file("a", "3"))
            .build();
    TestSource source = new TestSource();
    assertThat(shortfall(source, image)).isNotNull();
    assertThat(source.reads(image.layers().get(2))).isZero();
  }

  private static TestImage image(int layers, int files) {
    ImageBuilder image = ImageBuilder.image();
    for (int i = 0; i < layers; i++) {
      String directory = "d" + i + "/f";
      image.layer("RUN " + i, l -> write(l, directory, files));
    }
    return image.build();
  }

  private static void write(LayerBuilder layer, String name, int files) {
    for (int i = 0; i < files; i++) {
      layer.file(name + i, "");
    }
  }

  private static Unknown shortfall(TestImage image) {
    return shortfall(new TestSource(), image);
  }

  /// What is missing of an image after one reader has read it; null where nothing is.
  private static Unknown shortfall(TestSource source, TestImage image) {
    source.add(NAME, image);
    ImageInspector.Resources one =
        new ImageInspector.Resources(1, Bytes.ofMebi(4), Bytes.ofMebi(4));
    try (ImageInspector inspector = new ImageInspector(source, LIMITS, one)) {
      List<Inspection> found =
          inspector.inspect(
              new InspectionRequest(
                  Reference.parse(NAME),
                  List.of(),
                  Depth.FILES,
                  Duration.ZERO,
                  Deadline.in(Duration.ofSeconds(30))));
      return ((Inspected) found.getFirst()).shortfall();
    }
  }
}
