package dev.plimsoll.e2e.bench;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.ConfigReader;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.ManifestReader;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.VerifiedStream;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The images of one OCI layout in a directory, by digest, their layers read from the disk as a
/// registry would give them: in full and verified, or in parts.
public record LayoutImages(Path layout) implements ImageSource {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  @Override
  public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
    Digest digest = reference.digest();
    if (digest == null) {
      throw new SourceException.NotFound("name the image by its digest");
    }
    return digest;
  }

  @Override
  public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    return ManifestReader.read(all(digest), MANIFEST, "reading the manifest", Limits.defaults());
  }

  @Override
  public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException {
    return ConfigReader.read(all(config.digest()), "reading the config");
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    return new VerifiedStream(open(layer.digest()), layer, "reading a layer");
  }

  @Override
  public Optional<InputStream> range(
      Reference repository, Descriptor layer, long from, long length, Deadline deadline)
      throws SourceException {
    try (FileChannel channel = FileChannel.open(path(layer.digest()))) {
      byte[] part = new byte[Math.toIntExact(length)];
      Channels.newInputStream(channel.position(from)).readNBytes(part, 0, part.length);
      return Optional.of(new ByteArrayInputStream(part));
    } catch (IOException e) {
      throw new SourceException.NotFound("reading a part of a layer", e);
    }
  }

  private byte[] all(Digest digest) throws SourceException {
    byte[] bytes;
    try (InputStream in = open(digest)) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new SourceException.NotFound("reading " + digest, e);
    }
    Descriptor blob = new Descriptor("", digest, new Bytes(bytes.length), null, Map.of());
    try (InputStream verified =
        new VerifiedStream(new ByteArrayInputStream(bytes), blob, "reading " + digest)) {
      return verified.readAllBytes();
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException.Unavailable("reading " + digest, e);
    }
  }

  private InputStream open(Digest digest) throws SourceException {
    try {
      return Files.newInputStream(path(digest));
    } catch (IOException e) {
      throw new SourceException.NotFound("there is no " + digest + " in " + layout, e);
    }
  }

  private Path path(Digest digest) {
    return layout.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
  }
}
