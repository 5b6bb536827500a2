package dev.plimsoll.facts;

import dev.plimsoll.facts.KnownBases.Base;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads which layers a base image is made of: its diffIDs, for each platform that is judged
/// (none: all that there are).
public final class KnownBaseReader {
  private final ImageSource source;
  private final Set<Platform> platforms;

  public KnownBaseReader(ImageSource source, Set<Platform> platforms) {
    this.source = source;
    this.platforms = Set.copyOf(platforms);
  }

  /// What the reference `name` stands for now; several bases where it is an index.
  public List<Base> read(String name, Deadline deadline) throws SourceException {
    Reference reference = Reference.parse(name);
    ResolvedManifest resolved = source.manifest(reference, deadline);
    return switch (resolved.manifest()) {
      case Manifest.OfImage image -> List.of(base(name, reference, image, deadline));
      case Manifest.OfIndex index -> bases(name, reference, index, deadline);
    };
  }

  private List<Base> bases(
      String name, Reference reference, Manifest.OfIndex index, Deadline deadline)
      throws SourceException {
    List<Base> bases = new ArrayList<>();
    for (Descriptor entry : index.manifests()) {
      Platform offered = entry.platform();
      if (offered == null || !isJudged(offered)) {
        continue;
      }
      if (source.manifest(reference, entry.digest(), deadline) instanceof Manifest.OfImage image) {
        bases.add(base(name, reference, image, deadline));
      }
    }
    return bases;
  }

  /// Attestations stand beside images, for a platform that nobody has.
  private boolean isJudged(Platform offered) {
    return platforms.isEmpty()
        ? !offered.os().equals("unknown")
        : platforms.stream().anyMatch(judged -> judged.runs(offered));
  }

  private Base base(String name, Reference reference, Manifest.OfImage image, Deadline deadline)
      throws SourceException {
    ImageConfig config = source.config(reference, image.config(), deadline);
    return new Base(name, config.diffIds(), config.created());
  }
}
