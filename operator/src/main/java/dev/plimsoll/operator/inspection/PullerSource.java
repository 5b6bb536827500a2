package dev.plimsoll.operator.inspection;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Registries as they are open to a puller: asked in its namespace's turn, and remembered for
/// what they gave it. Two are equal where their pullers are.
final class PullerSource implements ImageSource {
  private final Puller puller;
  private final ImageSource source;
  private final BooleanSupplier usedKey;
  private final Turns turns;
  private final Openings openings;

  /// `source` is open as it is to the puller; `usedKey` tells whether it had a login of its
  /// own, or might have had one.
  PullerSource(
      Puller puller, ImageSource source, BooleanSupplier usedKey, Turns turns, Openings openings) {
    this.puller = puller;
    this.source = source;
    this.usedKey = usedKey;
    this.turns = turns;
    this.openings = openings;
  }

  @Override
  public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
    return inTurn(reference, deadline, () -> source.resolve(reference, deadline));
  }

  @Override
  public ResolvedManifest manifest(Reference reference, Deadline deadline) throws SourceException {
    ResolvedManifest found =
        inTurn(reference, deadline, () -> source.manifest(reference, deadline));
    opened(reference, found.digest());
    return found;
  }

  @Override
  public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    Manifest found =
        inTurn(repository, deadline, () -> source.manifest(repository, digest, deadline));
    opened(repository, digest);
    return found;
  }

  @Override
  public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException {
    return inTurn(repository, deadline, () -> source.config(repository, config, deadline));
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    return inTurn(repository, deadline, () -> source.layer(repository, layer, deadline));
  }

  @Override
  public Optional<InputStream> range(
      Reference repository, Descriptor layer, long from, long length, Deadline deadline)
      throws SourceException {
    return inTurn(
        repository, deadline, () -> source.range(repository, layer, from, length, deadline));
  }

  @Override
  public List<Referrer> referrers(Reference repository, Digest subject, Deadline deadline)
      throws SourceException {
    return inTurn(repository, deadline, () -> source.referrers(repository, subject, deadline));
  }

  @Override
  public List<Descriptor> artifact(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    return inTurn(repository, deadline, () -> source.artifact(repository, digest, deadline));
  }

  private <T> T inTurn(Reference repository, Deadline deadline, Turns.Question<T> question)
      throws SourceException {
    return turns.take(puller.namespace(), repository.registry(), deadline, question);
  }

  /// What is given to a puller without a key of its own is given to all.
  private void opened(Reference repository, Digest manifest) {
    if (usedKey.getAsBoolean()) {
      openings.opened(puller.namespace(), repository, manifest);
    } else {
      openings.openedToEveryone(repository, manifest);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PullerSource same && puller.equals(same.puller);
  }

  @Override
  public int hashCode() {
    return puller.hashCode();
  }
}
