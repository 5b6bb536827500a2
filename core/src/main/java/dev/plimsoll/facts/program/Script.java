package dev.plimsoll.facts.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A script: the interpreter that its first line names, and what that is told first (execve(2)).
public record Script(String interpreter, String argument) implements Executable {
  /// As far as Linux reads the first line.
  static final int LINE = 256;

  private static final String ENV = "/env";

  /// Reads a file's beginning; null where its first line names nothing.
  static @Nullable Script of(byte[] beginning) {
    int end = 2;
    while (end < Math.min(beginning.length, LINE) && beginning[end] != '\n') {
      end++;
    }
    String line = Names.shown(new String(beginning, 2, Math.max(0, end - 2), UTF_8).strip());
    if (line.isEmpty()) {
      return null;
    }
    String[] parts = line.split("[ \t]+", 2);
    return new Script(parts[0], parts.length > 1 ? parts[1].strip() : "");
  }

  /// The program that runs the script: a path, or behind `env` a name to be looked up.
  public String program() {
    if (!interpreter.endsWith(ENV)) {
      return interpreter;
    }
    for (String word : argument.split("[ \t]+", -1)) {
      if (!word.startsWith("-") && word.indexOf('=') < 0 && !word.isEmpty()) {
        return word;
      }
    }
    return interpreter;
  }

  static Script readFrom(DataInputStream in) throws IOException {
    return new Script(in.readUTF(), in.readUTF());
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeUTF(interpreter);
    out.writeUTF(argument);
  }
}
