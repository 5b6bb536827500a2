package dev.plimsoll.operator.audit;

/// An object that owns Pods, by kind and name.
public record Owner(String kind, String name) {
  /// As people write it: `Deployment/shop`.
  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
