package dev.plimsoll.facts;

import dev.plimsoll.facts.Flights.Landing;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.LayerContents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the layers of one image, a few at a time: so no image stands in the way of all others,
/// and what is wrong with one layer, or is too much of all, ends the scan before the rest is
/// read.
final class LayerScan {
  /// Package lists of all layers together, in shares of what one layer may have.
  private static final int KEPT_SHARES = 3;

  private final Limits limits;
  private final Semaphore room;
  private volatile @Nullable SourceException failure;
  private long entries;
  private Bytes kept = Bytes.NONE;

  LayerScan(Limits limits, int atATime) {
    this.limits = limits;
    this.room = new Semaphore(atATime);
  }

  /// What the layers hold, lowest first; `begin` begins to read one.
  List<LayerContents> read(
      List<Descriptor> layers,
      Function<Descriptor, CompletableFuture<Landing<LayerContents>>> begin,
      Deadline deadline)
      throws SourceException, TimeoutException {
    List<CompletableFuture<Landing<LayerContents>>> parts = new ArrayList<>();
    for (Descriptor layer : layers) {
      awaitRoom(deadline);
      CompletableFuture<Landing<LayerContents>> part =
          begin.apply(layer).whenComplete((landing, _) -> landed(landing));
      parts.add(part);
    }
    List<LayerContents> contents = new ArrayList<>();
    for (CompletableFuture<Landing<LayerContents>> part : parts) {
      contents.add(Flights.await(part, deadline));
    }
    awaitRoom(deadline);
    return contents;
  }

  /// Waits until one more may be read, unless something failed.
  private void awaitRoom(Deadline deadline) throws SourceException, TimeoutException {
    try {
      if (!room.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException("a layer takes too long");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new TimeoutException("interrupted");
    }
    SourceException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  private synchronized void landed(Landing<LayerContents> landing) {
    switch (landing) {
      case Landing.Failed<LayerContents>(SourceException why) -> fail(why);
      case Landing.Arrived<LayerContents>(LayerContents contents) -> {
        entries += contents.entries();
        kept = kept.plus(contents.kept());
        if (entries > limits.entries()) {
          fail(tooLarge("more than the " + limits.entries() + " entries that are read at most"));
        }
        if (kept.count() / KEPT_SHARES > limits.keptFiles().count()) {
          fail(tooLarge(kept + " of package lists, more than are read"));
        }
      }
    }
    room.release();
  }

  private synchronized void fail(SourceException why) {
    if (failure == null) {
      failure = why;
    }
  }

  private static SourceException tooLarge(String what) {
    return new SourceException.TooLarge("its layers together hold " + what);
  }
}
