package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A tag whose registry is away means what it last did.
@Timeout(60)
class StaleTagTest {
  private static final Reference TAG = Reference.parse("registry.example.com/shop/cart:1");

  private final TestSource images = new TestSource();
  private final Outage source = new Outage(images);
  private final ImageInspector inspector = new ImageInspector(source, Limits.defaults());

  @BeforeEach
  void know() {
    images.add(TAG.toString(), ImageBuilder.image().user("app").build());
  }

  @AfterEach
  void close() {
    source.hangs = false;
    inspector.close();
  }

  @Test
  void meansWhatItLastDidWhileTheRegistryIsAway() {
    assertThat(ask(Duration.ofHours(1))).isInstanceOf(Inspected.class);
    assertThat(inspector.staleness(TAG)).isEmpty();
    source.fault = new SourceException.Unavailable("connection refused", null);

    assertThat(ask(Duration.ZERO)).isInstanceOf(Inspected.class);

    assertThat(inspector.staleness(TAG))
        .hasValueSatisfying(age -> assertThat(age).isLessThan(Duration.ofMinutes(1)));
  }

  @Test
  void isNotWaitedForToTheEndWhereTheRegistryHangs() {
    ask(Duration.ofHours(1));
    source.hangs = true;
    long start = System.nanoTime();

    Inspection inspection = ask(Duration.ZERO);

    assertThat(inspection).isInstanceOf(Inspected.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(inspector.staleness(TAG)).isPresent();
  }

  @Test
  void isFreshAgainOnceTheRegistryIsBack() {
    ask(Duration.ofHours(1));
    source.hangs = true;
    ask(Duration.ZERO);
    source.hangs = false;
    images.add(TAG.toString(), ImageBuilder.image().user("root").build());

    Facts facts = awaitFresh();

    assertThat(facts.config().user()).isEqualTo("root");
    assertThat(inspector.staleness(TAG)).isEmpty();
  }

  @Test
  void isNotGoneByOnceTheRegistrySaysThatItIsGone() {
    ask(Duration.ofHours(1));
    source.fault = new SourceException.NotFound("there is no such tag");

    assertThat(ask(Duration.ZERO))
        .isInstanceOfSatisfying(
            Uninspectable.class, why -> assertThat(why.why().cause()).isEqualTo(Cause.NOT_FOUND));
  }

  @Test
  void meansNothingThatNobodyEverSaid() {
    source.fault = new SourceException.Unavailable("connection refused", null);

    assertThat(ask(Duration.ofHours(1))).isInstanceOf(Uninspectable.class);
    assertThat(inspector.staleness(TAG)).isEmpty();
  }

  private Facts awaitFresh() {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      Facts facts = ((Inspected) ask(Duration.ZERO)).facts();
      if (inspector.staleness(TAG).isEmpty() || System.nanoTime() > end) {
        return facts;
      }
    }
  }

  private Inspection ask(Duration maxTagAge) {
    return inspector
        .inspect(
            new InspectionRequest(
                TAG,
                List.of(Platform.parse("linux/amd64")),
                Depth.CONFIG,
                maxTagAge,
                Deadline.in(Duration.ofSeconds(2))))
        .getFirst();
  }

  /// A source whose tags cannot be asked for while there is a fault.
  private static final class Outage implements ImageSource {
    private final ImageSource source;
    private volatile @Nullable SourceException fault;
    private volatile boolean hangs;

    Outage(ImageSource source) {
      this.source = source;
    }

    private void pass() throws SourceException {
      SourceException present = fault;
      if (present != null) {
        throw present;
      }
      while (hangs) {
        try {
          Thread.sleep(20);
        } catch (InterruptedException e) {
          throw new SourceException.Unavailable("interrupted", e);
        }
      }
    }

    @Override
    public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
      pass();
      return source.resolve(reference, deadline);
    }

    @Override
    public ResolvedManifest manifest(Reference reference, Deadline deadline)
        throws SourceException {
      pass();
      return source.manifest(reference, deadline);
    }

    @Override
    public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
        throws SourceException {
      return source.manifest(repository, digest, deadline);
    }

    @Override
    public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
        throws SourceException {
      return source.config(repository, config, deadline);
    }

    @Override
    public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
        throws SourceException {
      return source.layer(repository, layer, deadline);
    }
  }
}
