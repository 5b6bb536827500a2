package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.report.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How a run ends that fails by no fault of who started it.
class FailureTest extends ShopTrial {
  @Test
  void endsWith70OnAFaultOfItsOwn() {
    PrintStream broken =
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void print(String text) {
            throw new IllegalStateException("a fault of ours");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            broken,
            new PrintStream(err, true, UTF_8),
            Map.of(),
            directory,
            Style.PLAIN,
            false);

    assertThat(Plimsoll.run(terminal, "rules")).isEqualTo(70);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "plimsoll: Plimsoll failed (IllegalStateException); set PLIMSOLL_DEBUG=1 to see where,"
                + " and report it\n");
  }

  @Test
  void endsWith70WhereTheReportCannotBeWritten() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    assertThat(runInto(failing("No space left on device"), err, "rules")).isEqualTo(70);
    assertThat(err.toString(UTF_8))
        .isEqualTo("plimsoll: the output could not be written in full: No space left on device\n");
  }

  @Test
  void endsWith70WhereMemoryOrStackRunsOut() {
    OutputStream exhausted =
        new OutputStream() {
          @Override
          public void write(int value) {
            throw new OutOfMemoryError("for a test");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    assertThat(runInto(exhausted, err, "rules")).isEqualTo(70);
    assertThat(err.toString(UTF_8))
        .startsWith("plimsoll: Plimsoll failed (OutOfMemoryError); ")
        .hasLineCount(1);
  }

  @Test
  void doesNotMindAReaderThatHasReadEnough() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    assertThat(runInto(failing("Broken pipe"), err, "rules")).isZero();
    assertThat(err.size()).isZero();
  }

  private int runInto(OutputStream out, ByteArrayOutputStream err, String... arguments) {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new Printer(out),
            new PrintStream(err, true, UTF_8),
            Map.of(),
            directory,
            Style.PLAIN,
            false);
    return Plimsoll.run(terminal, arguments);
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        throw new IOException(why);
      }
    };
  }
}
