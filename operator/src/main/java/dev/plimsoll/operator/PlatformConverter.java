package dev.plimsoll.operator;

import dev.plimsoll.image.Platform;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/// Reads `linux/arm64` where the configuration names a platform.
public final class PlatformConverter implements Converter<Platform> {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Platform convert(String value) {
    return value.isBlank() ? null : Platform.parse(value.strip());
  }
}
