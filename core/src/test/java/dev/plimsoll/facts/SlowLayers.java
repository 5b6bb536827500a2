package dev.plimsoll.facts;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.PassingSource;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Images whose layers take `pause` each before they are read, and are counted.
final class SlowLayers extends PassingSource {
  private final Duration pause;
  private final AtomicInteger read;

  SlowLayers(ImageSource source, Duration pause, AtomicInteger read) {
    super(source);
    this.pause = pause;
    this.read = read;
  }

  AtomicInteger read() {
    return read;
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    read.incrementAndGet();
    return super.layer(repository, layer, deadline);
  }
}
