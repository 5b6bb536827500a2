package dev.plimsoll.operator;

import dev.plimsoll.image.Bytes;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/// Reads `150Mi` where the configuration names a number of bytes.
public final class BytesConverter implements Converter<Bytes> {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Bytes convert(String value) {
    return value.isBlank() ? null : Bytes.parse(value.strip());
  }
}
