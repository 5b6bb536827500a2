package dev.plimsoll.operator.metrics;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.operator.metrics.Metric.ResultValue;
import dev.plimsoll.operator.metrics.Metric.WhatValue;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// A source that says of each read how it ended.
final class CountingSource implements ImageSource {
  private final ImageSource source;
  private final Metrics metrics;

  CountingSource(ImageSource source, Metrics metrics) {
    this.source = source;
    this.metrics = metrics;
  }

  @Override
  public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
    return counted(WhatValue.TAG, () -> source.resolve(reference, deadline));
  }

  @Override
  public ResolvedManifest manifest(Reference reference, Deadline deadline) throws SourceException {
    return counted(WhatValue.MANIFEST, () -> source.manifest(reference, deadline));
  }

  @Override
  public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    return counted(WhatValue.MANIFEST, () -> source.manifest(repository, digest, deadline));
  }

  @Override
  public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException {
    return counted(WhatValue.CONFIG, () -> source.config(repository, config, deadline));
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    try {
      return new CountedLayer(source.layer(repository, layer, deadline));
    } catch (SourceException e) {
      metrics.read(WhatValue.LAYER, ResultValue.FAILED);
      throw e;
    }
  }

  /// A part of a layer is no layer: whoever wants all of it asks for that, and is counted there.
  @Override
  public Optional<InputStream> range(
      Reference repository, Descriptor layer, long from, long length, Deadline deadline)
      throws SourceException {
    return source.range(repository, layer, from, length, deadline);
  }

  @Override
  public List<Referrer> referrers(Reference repository, Digest subject, Deadline deadline)
      throws SourceException {
    return counted(WhatValue.MANIFEST, () -> source.referrers(repository, subject, deadline));
  }

  @Override
  public List<Descriptor> artifact(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    return counted(WhatValue.MANIFEST, () -> source.artifact(repository, digest, deadline));
  }

  @FunctionalInterface
  private interface Read<T> {
    T now() throws SourceException;
  }

  private <T> T counted(WhatValue what, Read<T> read) throws SourceException {
    try {
      T value = read.now();
      metrics.read(what, ResultValue.READ);
      return value;
    } catch (SourceException e) {
      metrics.read(what, ResultValue.FAILED);
      throw e;
    }
  }

  /// A layer ends at its last byte, or in a failure before that.
  private final class CountedLayer extends FilterInputStream {
    private boolean ended;

    CountedLayer(InputStream bytes) {
      super(bytes);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int count = super.read(buffer, offset, length);
        if (count < 0) {
          end(ResultValue.READ);
        }
        return count;
      } catch (IOException e) {
        end(ResultValue.FAILED);
        throw e;
      }
    }

    private void end(ResultValue result) {
      if (!ended) {
        ended = true;
        metrics.read(WhatValue.LAYER, result);
      }
    }
  }
}
