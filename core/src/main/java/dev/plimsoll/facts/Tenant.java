package dev.plimsoll.facts;

import dev.plimsoll.image.ImageSource;
import java.util.Objects;

/// One of those who share an inspector: its name, in whose turn layers are read, and what it
/// reads images through.
///
/// What one tenant read serves all of them; what one was refused is asked again for another.
/// Two that are equal are refused alike.
public record Tenant(String name, ImageSource source) {
  public Tenant {
    Objects.requireNonNull(name);
    Objects.requireNonNull(source);
  }
}
