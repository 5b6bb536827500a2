package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.PassingSource;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

/// Images of a source that can be made to wait, and what inspects them.
class InspectedImages {
  static final String NAME = "registry.example.com/shop/cart:1";

  final TestSource images = new TestSource();
  final Gate source = new Gate(images);
  final ImageInspector inspector = new ImageInspector(source, Limits.defaults());

  @AfterEach
  void close() {
    source.open.countDown();
    inspector.close();
  }

  static ImageBuilder debian() {
    return ImageBuilder.image()
        .layer(
            "ADD rootfs.tar / # buildkit",
            l ->
                l.file("usr/lib/os-release", "ID=debian\n")
                    .symlink("etc/os-release", "../usr/lib/os-release"))
        .emptyLayer("CMD [\"bash\"]")
        .layer("RUN /bin/sh -c make # buildkit", l -> l.noise("usr/bin/gcc", 40_000));
  }

  List<Inspection> ask(String name, Depth depth) {
    return inspector.inspect(request(name, depth, List.of(), Duration.ofSeconds(30)));
  }

  /// What is told by tables of contents while the layers are held; on a machine that stood still
  /// they may not have been read in time.
  Inspected early() {
    for (int i = 0; i < 10; i++) {
      InspectionRequest request = request(NAME, Depth.FILES, List.of(), Duration.ofSeconds(2));
      if (inspector.inspect(request).getFirst() instanceof Inspected early
          && early.facts().files().isPresent()) {
        return early;
      }
    }
    throw new AssertionError("no table of contents was read");
  }

  List<Platform> platforms(List<Platform> wanted) {
    return inspector.inspect(request(NAME, Depth.FILES, wanted, Duration.ofSeconds(30))).stream()
        .map(inspection -> ((Inspected) inspection).facts().platform())
        .toList();
  }

  static InspectionRequest request(
      String name, Depth depth, List<Platform> platforms, Duration time) {
    return new InspectionRequest(
        Reference.parse(name), platforms, depth, Duration.ZERO, Deadline.in(time));
  }

  static Inspected inspected(List<Inspection> inspections) {
    assertThat(inspections).singleElement().isInstanceOf(Inspected.class);
    return (Inspected) inspections.getFirst();
  }

  static Uninspectable uninspectable(List<Inspection> inspections) {
    assertThat(inspections).singleElement().isInstanceOf(Uninspectable.class);
    return (Uninspectable) inspections.getFirst();
  }

  /// A source that hangs while it is held: its layers, or all of it.
  static final class Gate extends PassingSource {
    volatile CountDownLatch open = new CountDownLatch(0);
    private volatile boolean all;

    Gate(ImageSource behind) {
      super(behind);
    }

    void hold() {
      open = new CountDownLatch(1);
    }

    void holdAll() {
      hold();
      all = true;
    }

    @Override
    public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
      waitWhereAllIsHeld();
      return source.resolve(reference, deadline);
    }

    @Override
    public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
        throws SourceException {
      waitWhereAllIsHeld();
      return source.manifest(repository, digest, deadline);
    }

    @Override
    public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
        throws SourceException {
      await();
      return source.layer(repository, layer, deadline);
    }

    @Override
    public Optional<InputStream> range(
        Reference repository, Descriptor layer, long from, long length, Deadline deadline)
        throws SourceException {
      return source.range(repository, layer, from, length, deadline);
    }

    private void waitWhereAllIsHeld() throws SourceException {
      if (all) {
        await();
      }
    }

    private void await() throws SourceException {
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new SourceException.Unavailable("interrupted", e);
      }
    }
  }
}
