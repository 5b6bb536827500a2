package dev.plimsoll.operator.running;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An object that owns Pods, by kind and name; two of one kind and name are the same.
///
/// `apiVersion` and `uid` are for finding it, null where nobody said.
public record Owner(String kind, String name, @Nullable String apiVersion, @Nullable String uid) {
  public Owner(String kind, String name) {
    this(kind, name, null, null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Owner owner && kind.equals(owner.kind) && name.equals(owner.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, name);
  }

  /// As people write it: `Deployment/shop`.
  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
