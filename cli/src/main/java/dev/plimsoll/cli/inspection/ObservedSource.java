package dev.plimsoll.cli.inspection;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// A source of images whose readers are watched.
final class ObservedSource implements ImageSource {
  private final ImageSource source;
  private final Progress progress;

  ObservedSource(ImageSource source, Progress progress) {
    this.source = source;
    this.progress = progress;
  }

  @Override
  public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
    return source.resolve(reference, deadline);
  }

  @Override
  public ResolvedManifest manifest(Reference reference, Deadline deadline) throws SourceException {
    ResolvedManifest found = source.manifest(reference, deadline);
    expect(found.manifest());
    return found;
  }

  @Override
  public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    Manifest manifest = source.manifest(repository, digest, deadline);
    expect(manifest);
    return manifest;
  }

  @Override
  public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException {
    return source.config(repository, config, deadline);
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    progress.begin(repository);
    return new Observed(source.layer(repository, layer, deadline), progress);
  }

  @Override
  public Optional<InputStream> range(
      Reference repository, Descriptor layer, long from, long length, Deadline deadline)
      throws SourceException {
    return source.range(repository, layer, from, length, deadline);
  }

  @Override
  public List<Referrer> referrers(Reference repository, Digest subject, Deadline deadline)
      throws SourceException {
    return source.referrers(repository, subject, deadline);
  }

  private void expect(Manifest manifest) {
    if (manifest instanceof Manifest.OfImage image) {
      progress.expect(image.layers());
    }
  }

  /// A layer that is being read.
  private static final class Observed extends FilterInputStream {
    private final Progress progress;

    Observed(InputStream in, Progress progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      progress.read(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      progress.read(Math.max(0, count));
      return count;
    }

    @Override
    public void close() throws IOException {
      progress.finish();
      super.close();
    }
  }
}
