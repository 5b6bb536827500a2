package dev.plimsoll.image;

import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;

/// A source that passes every question on to another one: what is to go otherwise is overridden. It
/// reads no parts of layers.
public class PassingSource implements ImageSource {
  protected final ImageSource source;

  public PassingSource(ImageSource source) {
    this.source = source;
  }

  @Override
  public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
    return source.resolve(reference, deadline);
  }

  @Override
  public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    return source.manifest(repository, digest, deadline);
  }

  @Override
  public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException {
    return source.config(repository, config, deadline);
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    return source.layer(repository, layer, deadline);
  }
}
