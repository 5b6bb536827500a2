package dev.plimsoll.facts.program;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What a file is to the kernel or the dynamic loader: an ELF file or a script.
public sealed interface Executable permits Elf, Script {

  /// What a probe found, from the form in which it was kept.
  static Executable decoded(byte[] kept) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept));
      return in.readBoolean() ? Elf.readFrom(in) : Script.readFrom(in);
    } catch (IOException e) {
      throw new UncheckedIOException("no executable as it is kept", e);
    }
  }

  /// The form in which this is kept beside a layer's entries.
  default byte[] encoded() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeBoolean(this instanceof Elf);
      switch (this) {
        case Elf elf -> elf.writeTo(out);
        case Script script -> script.writeTo(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
