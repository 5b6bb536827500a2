package dev.plimsoll.facts.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.layer.FileProbe;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for secrets in files while a layer streams past, and keeps of what it finds no value.
public final class SecretProbe implements FileProbe {
  public static final String NAME = "secrets";

  private static final String SEPARATOR = "\t";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable Look look(String path, long size, byte[] head) {
    if (!SecretPlaces.areSearched(path, size) || isBinary(head)) {
      return null;
    }
    return new TextLook(path, (int) size);
  }

  /// What was found in one file, from the form in which it was kept.
  public static List<Secret> decoded(byte[] kept) {
    List<Secret> secrets = new ArrayList<>();
    for (String line : new String(kept, UTF_8).lines().toList()) {
      String[] parts = line.split(SEPARATOR, 3);
      secrets.add(new Secret(SecretKind.valueOf(parts[0]), Integer.parseInt(parts[1]), parts[2]));
    }
    return secrets;
  }

  private static byte[] encoded(List<Secret> secrets) {
    StringBuilder lines = new StringBuilder();
    for (Secret secret : secrets) {
      lines.append(secret.kind()).append(SEPARATOR).append(secret.line()).append(SEPARATOR);
      lines.append(secret.hint()).append('\n');
    }
    return lines.toString().getBytes(UTF_8);
  }

  private static boolean isBinary(byte[] head) {
    for (byte b : head) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  /// Takes a file as one text.
  private static final class TextLook implements Look {
    private final String path;
    private final int size;
    private boolean asked;
    private byte[] found = new byte[0];

    TextLook(String path, int size) {
      this.path = path;
      this.size = size;
    }

    @Override
    public @Nullable Range next() {
      if (asked) {
        return null;
      }
      asked = true;
      return new Range(0, size);
    }

    @Override
    public void see(byte[] bytes) {
      found = encoded(SecretText.inFile(path, new String(bytes, ISO_8859_1)));
    }

    @Override
    public byte[] found() {
      return found;
    }
  }
}
