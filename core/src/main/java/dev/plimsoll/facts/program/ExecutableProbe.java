package dev.plimsoll.facts.program;

import dev.plimsoll.layer.FileProbe;
import org.jspecify.annotations.Nullable;

/// Looks at what can be run or loaded while a layer streams past.
public final class ExecutableProbe implements FileProbe {
  public static final String NAME = "executables";

  /// The size of the smallest ELF header, of 32 bits.
  private static final int SMALLEST = 52;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable Look look(String path, long size, byte[] head) {
    if (isElf(head)) {
      return new ElfLook(head, size);
    }
    boolean script = head.length > 2 && head[0] == '#' && head[1] == '!';
    return script ? new FirstLine(size) : null;
  }

  private static boolean isElf(byte[] head) {
    return head.length >= SMALLEST
        && head[0] == 0x7f
        && head[1] == 'E'
        && head[2] == 'L'
        && head[3] == 'F';
  }

  /// Reads a script's first line.
  private static final class FirstLine implements Look {
    private final int length;
    private boolean asked;
    private byte[] found = new byte[0];

    FirstLine(long size) {
      length = (int) Math.min(size, Script.LINE);
    }

    @Override
    public @Nullable Range next() {
      if (asked) {
        return null;
      }
      asked = true;
      return new Range(0, length);
    }

    @Override
    public void see(byte[] bytes) {
      Script script = Script.of(bytes);
      if (script != null) {
        found = script.encoded();
      }
    }

    @Override
    public byte[] found() {
      return found;
    }
  }
}
