package dev.plimsoll.registry;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.SourceException;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A response's body as a stream that never waits beyond the task's deadline.
///
/// `HttpRequest.timeout` ends at the headers; from there on the reading thread itself waits on a
/// queue for as long as is left, so no timer and no thread watches it. Giving up, for whatever
/// reason, cancels the subscription, and with it the connection.
final class BodyStream extends InputStream {
  /// How many pieces (of 16 KiB at most) the connection may run ahead of the reader.
  private static final int WINDOW = 16;

  private static final int DRAINED = 16 << 10;
  private static final Duration DRAIN_TIME = Duration.ofMillis(100);

  private sealed interface Signal {
    record Piece(List<ByteBuffer> buffers) implements Signal {}

    record Failed(Throwable cause) implements Signal {}

    record End() implements Signal {}
  }

  private final Task task;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Receiver receiver = new Receiver();
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
  private long received;
  private boolean ended;

  BodyStream(Task task) {
    this.task = task;
  }

  BodySubscriber<BodyStream> subscriber() {
    return receiver;
  }

  @Override
  public int read() throws SourceException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws SourceException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = next();
    if (buffer == null) {
      return -1;
    }
    int read = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, read);
    received += read;
    return read;
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      receiver.cancel();
    }
    buffers.clear();
    signals.clear();
  }

  /// Lets go of a body that nobody wants: a small one that is already on its way is drained, so
  /// that its connection can be used again; any other is cut off.
  void discard() {
    Deadline patience = Deadline.in(DRAIN_TIME).earlierOf(task.deadline());
    int drained = 0;
    try {
      while (!ended && drained <= DRAINED) {
        switch (signals.poll(patience.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
          case Signal.Piece piece -> {
            drained += piece.buffers.stream().mapToInt(ByteBuffer::remaining).sum();
            receiver.more();
          }
          case Signal.End _ -> ended = true;
          case null -> drained = Integer.MAX_VALUE;
          case Signal.Failed _ -> drained = Integer.MAX_VALUE;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /// The same bytes; closed after the last that is wanted, they leave the connection to others.
  InputStream leavingTheConnection() {
    return new FilterInputStream(this) {
      @Override
      public void close() {
        discard();
      }
    };
  }

  /// The next buffer that holds something, or null at the end.
  private @Nullable ByteBuffer next() throws SourceException {
    while (true) {
      ByteBuffer buffer = buffers.peek();
      if (buffer != null && buffer.hasRemaining()) {
        return buffer;
      }
      if (buffer != null) {
        buffers.remove();
      } else if (ended || !receive()) {
        return null;
      }
    }
  }

  private boolean receive() throws SourceException {
    Signal signal = task.deadline().hasPassed() ? null : await();
    return switch (signal) {
      case null -> {
        close();
        throw task.tooSlow(received);
      }
      case Signal.Piece piece -> {
        buffers.addAll(piece.buffers);
        receiver.more();
        yield true;
      }
      case Signal.End _ -> {
        ended = true;
        yield false;
      }
      case Signal.Failed failed -> {
        close();
        throw new SourceException.Unavailable(
            task.that("broke off after " + received + " bytes; try again, or look into its log"),
            failed.cause);
      }
    };
  }

  private @Nullable Signal await() throws SourceException {
    try {
      return signals.poll(task.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      close();
      throw task.interrupted(e);
    }
  }

  /// The end of the stream that the HTTP client writes to; the body is there as soon as the
  /// headers are.
  private final class Receiver implements BodySubscriber<BodyStream> {
    private @Nullable Subscription subscription;
    private boolean cancelled;

    @Override
    public CompletionStage<BodyStream> getBody() {
      return CompletableFuture.completedStage(BodyStream.this);
    }

    @Override
    public void onSubscribe(Subscription given) {
      synchronized (this) {
        subscription = given;
        if (!cancelled) {
          given.request(WINDOW);
          return;
        }
      }
      given.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
      signals.add(new Signal.Piece(piece));
    }

    @Override
    public void onError(Throwable cause) {
      signals.add(new Signal.Failed(cause));
    }

    @Override
    public void onComplete() {
      signals.add(new Signal.End());
    }

    void more() {
      Subscription current = current();
      if (current != null) {
        current.request(1);
      }
    }

    void cancel() {
      synchronized (this) {
        cancelled = true;
      }
      Subscription current = current();
      if (current != null) {
        current.cancel();
      }
    }

    private synchronized @Nullable Subscription current() {
      return subscription;
    }
  }
}
