package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Standard output that remembers why it could not be written.
final class Printer extends PrintStream {
  private final Sink sink;

  Printer(OutputStream to) {
    this(new Sink(to));
  }

  private Printer(Sink sink) {
    super(sink, true, UTF_8);
    this.sink = sink;
  }

  /// Why not all was written; nothing where it was, or where whoever read it has read enough.
  Optional<String> fault() {
    flush();
    return Optional.ofNullable(sink.fault)
        .map(fault -> String.valueOf(fault.getMessage()))
        .filter(why -> !why.toLowerCase(Locale.ROOT).contains("broken pipe"));
  }

  /// Where it is written to.
  private static final class Sink extends OutputStream {
    private final OutputStream to;
    private @Nullable IOException fault;

    Sink(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        to.write(bytes, offset, length);
      } catch (IOException e) {
        fault = fault == null ? e : fault;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        to.flush();
      } catch (IOException e) {
        fault = fault == null ? e : fault;
        throw e;
      }
    }
  }
}
