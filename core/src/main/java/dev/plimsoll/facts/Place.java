package dev.plimsoll.facts;

import dev.plimsoll.image.ImageSource;
import dev.plimsoll.reference.Reference;

/// A repository, and the tenant that reads there.
record Place(Tenant tenant, Reference repository) {
  ImageSource source() {
    return tenant.source();
  }

  /// The repository alone, without tag and digest.
  String origin() {
    return repository.registry() + "/" + repository.repository();
  }

  /// Whether the same tenant reads in the same repository there.
  boolean isLike(Place other) {
    return tenant.equals(other.tenant) && origin().equals(other.origin());
  }

  @Override
  public String toString() {
    return repository.toString();
  }
}
