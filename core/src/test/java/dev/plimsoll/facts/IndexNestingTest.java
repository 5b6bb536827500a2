package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An index may hold an index, but not one that goes on and on.
@Timeout(60)
class IndexNestingTest {
  private static final Reference NAME = Reference.parse("registry.example.com/shop/cart:1");
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  @Test
  void anIndexInAnIndexIsRead() {
    TestImage image = ImageBuilder.image().layer("COPY b /b", l -> l.file("b", "b")).build();
    TestImage twice = TestImage.indexOf(TestImage.indexOf(image));
    TestSource source = new TestSource().add(NAME.toString(), twice);
    assertThat(inspect(source))
        .singleElement()
        .isInstanceOfSatisfying(
            Inspected.class, i -> assertThat(i.facts().digest()).isEqualTo(image.digest()));
  }

  @Test
  void anIndexThatNamesItselfIsRefused() {
    Itself source = new Itself(1);
    assertThat(inspect(source))
        .singleElement()
        .isInstanceOfSatisfying(
            Uninspectable.class,
            u -> {
              assertThat(u.why().cause()).isEqualTo(Cause.UNREADABLE);
              assertThat(u.why().detail()).contains(NAME + " is an index of 1 images", "2 deep");
            });
    assertThat(source.reads).hasValueLessThan(5);
  }

  @Test
  void anIndexThatNamesItselfOftenIsRefusedAtOnce() {
    Itself source = new Itself(10_000);
    assertThat(inspect(source)).singleElement().isInstanceOf(Uninspectable.class);
    assertThat(source.reads).hasValueLessThan(5);
  }

  private static List<Inspection> inspect(ImageSource source) {
    try (ImageInspector inspector = new ImageInspector(source, Limits.defaults())) {
      return inspector.inspect(
          new InspectionRequest(
              NAME, List.of(), Depth.CONFIG, Duration.ZERO, Deadline.in(Duration.ofSeconds(20))));
    }
  }

  /// A source whose one index holds nothing but itself, which no honest digest allows.
  private static final class Itself implements ImageSource {
    private static final Digest DIGEST = new Digest("sha256", "0".repeat(64));

    private final AtomicInteger reads = new AtomicInteger();
    private final int entries;

    Itself(int entries) {
      this.entries = entries;
    }

    @Override
    public Digest resolve(Reference reference, Deadline deadline) {
      return DIGEST;
    }

    @Override
    public Manifest manifest(Reference repository, Digest digest, Deadline deadline) {
      reads.incrementAndGet();
      Descriptor itself = new Descriptor(INDEX, DIGEST, new Bytes(100), null, Map.of());
      return new Manifest.OfIndex(Collections.nCopies(entries, itself), Map.of());
    }

    @Override
    public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
        throws SourceException {
      throw new SourceException.NotFound("there is none");
    }

    @Override
    public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
        throws SourceException {
      throw new SourceException.NotFound("there is none");
    }
  }
}
