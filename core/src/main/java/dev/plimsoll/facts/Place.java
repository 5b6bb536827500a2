package dev.plimsoll.facts;

import dev.plimsoll.image.ImageSource;
import dev.plimsoll.reference.Reference;

/// A repository, and the tenant that reads there.
record Place(Tenant tenant, Reference repository) {
  ImageSource source() {
    return tenant.source();
  }

  @Override
  public String toString() {
    return repository.toString();
  }
}
