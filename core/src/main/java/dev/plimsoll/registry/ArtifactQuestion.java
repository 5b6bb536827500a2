package dev.plimsoll.registry;

import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.ManifestReader;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.VerifiedStream;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Transport.Answer;
import java.io.IOException;
import java.util.List;

/// Asks for the parts of an artifact that is no image, by the digest of its manifest.
record ArtifactQuestion(Reference repository, Digest digest, Limits limits)
    implements Endpoint<List<Descriptor>> {
  @Override
  public Reference reference() {
    return repository.at(digest);
  }

  @Override
  public String doing() {
    return "reading what is attached to " + repository;
  }

  @Override
  public String path() {
    return "manifests/" + digest;
  }

  @Override
  public boolean isManifest() {
    return true;
  }

  @Override
  public String accept() {
    return ManifestReader.accepted();
  }

  @Override
  public List<Descriptor> read(Answer answer) throws IOException {
    try (answer) {
      byte[] json = Endpoint.whole(answer, limits.manifest(), doing());
      if (!VerifiedStream.digest(digest.algorithm(), json).equals(digest)) {
        throw new SourceException.DigestMismatch(
            doing() + ": what came is not " + digest.abbreviated());
      }
      return ManifestReader.artifact(json, doing());
    }
  }
}
