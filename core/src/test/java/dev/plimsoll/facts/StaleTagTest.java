package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.PassingSource;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
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

  /// What is asked of a registry that hangs; half of it is waited for it.
  private static final Duration BRIEF = Duration.ofSeconds(6);

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
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BRIEF);
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

  /// What was asked for may arrive just after an answer that did not wait for it.
  private Facts awaitFresh() {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    do {
      ask(Duration.ZERO);
    } while (inspector.staleness(TAG).isPresent() && System.nanoTime() < end);
    return ((Inspected) ask(Duration.ofHours(1))).facts();
  }

  private Inspection ask(Duration maxTagAge) {
    return inspector
        .inspect(
            new InspectionRequest(
                TAG,
                List.of(Platform.parse("linux/amd64")),
                Depth.CONFIG,
                maxTagAge,
                Deadline.in(source.hangs ? BRIEF : BRIEF.multipliedBy(5))))
        .getFirst();
  }

  /// A source whose tags cannot be asked for while there is a fault.
  private static final class Outage extends PassingSource {
    private volatile @Nullable SourceException fault;
    private volatile boolean hangs;

    Outage(ImageSource source) {
      super(source);
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
  }
}
