package dev.plimsoll.cli;

import dev.plimsoll.cli.inspection.Progress;
import dev.plimsoll.cli.report.Style;

/// Shows progress on standard error while something is read, where someone watches.
final class Watch implements AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";
  private static final int PERIOD_MILLIS = 120;

  private final Terminal terminal;
  private final Thread thread;

  private Watch(Terminal terminal, Progress progress) {
    this.terminal = terminal;
    this.thread = Thread.ofVirtual().unstarted(() -> show(progress));
  }

  static Watch over(Progress progress, Terminal terminal) {
    Watch watch = new Watch(terminal, progress);
    if (terminal.watched() > 0) {
      watch.thread.start();
    }
    return watch;
  }

  private void show(Progress progress) {
    try {
      while (true) {
        Thread.sleep(PERIOD_MILLIS);
        String line = Style.safe(progress.line());
        int room = terminal.watched() - 1;
        terminal.err().print(CLEAR + line.substring(0, Math.min(line.length(), room)));
        terminal.err().flush();
      }
    } catch (InterruptedException _) {
      // Closed below.
    }
  }

  @Override
  public void close() {
    if (terminal.watched() == 0) {
      return;
    }
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    terminal.err().print(CLEAR);
    terminal.err().flush();
  }
}
