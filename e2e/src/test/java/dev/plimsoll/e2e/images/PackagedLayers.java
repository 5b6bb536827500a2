package dev.plimsoll.e2e.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plimsoll.e2e.bench.LayoutImages;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.ConfigReader;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.VerifiedStream;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Images of an OCI layout with more layers, kept as files beside it.
final class PackagedLayers implements ImageSource {
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private final LayoutImages layout;
  private final Map<Digest, Manifest.OfImage> manifests = new HashMap<>();
  private final Map<Digest, ImageConfig> configs = new HashMap<>();
  private final Map<Digest, Path> layers = new HashMap<>();

  PackagedLayers(LayoutImages layout) {
    this.layout = layout;
  }

  /// The image `base` with these layers on top, each made by the instruction that stands with it;
  /// its digest is made up.
  Digest on(Reference base, Map<Path, String> more) throws IOException {
    Deadline deadline = Deadline.in(Duration.ofMinutes(1));
    Manifest.OfImage below =
        (Manifest.OfImage) layout.manifest(base, requireNonNull(base.digest()), deadline);
    ImageConfig config = layout.config(base, below.config(), deadline);
    List<Descriptor> all = new ArrayList<>(below.layers());
    List<Digest> diffIds = new ArrayList<>(config.diffIds());
    for (Path layer : more.keySet()) {
      Digest packed = digest(Files.newInputStream(layer));
      layers.put(packed, layer);
      all.add(new Descriptor(LAYER, packed, new Bytes(Files.size(layer)), null, Map.of()));
      diffIds.add(digest(new GZIPInputStream(Files.newInputStream(layer), 1 << 16)));
    }
    byte[] json = config(config.diffIds().size(), diffIds, more.values()).getBytes(UTF_8);
    Digest configDigest = digest(new ByteArrayInputStream(json));
    configs.put(configDigest, ConfigReader.read(json, "reading the config"));
    Manifest.OfImage manifest =
        new Manifest.OfImage(
            new Descriptor(
                below.config().mediaType(), configDigest, new Bytes(json.length), null, Map.of()),
            all,
            Map.of());
    Digest digest = digest(new ByteArrayInputStream(manifest.toString().getBytes(UTF_8)));
    manifests.put(digest, manifest);
    return digest;
  }

  private static String config(int below, List<Digest> diffIds, Collection<String> instructions) {
    Stream<String> history =
        Stream.concat(Collections.nCopies(below, "base").stream(), instructions.stream());
    return """
        {"os": "linux", "architecture": "amd64",
         "config": {"User": "1000", "Cmd": ["/usr/local/bin/app"]},
         "rootfs": {"type": "layers", "diff_ids": [%s]},
         "history": [%s]}
        """
        .formatted(
            diffIds.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(", ")),
            history
                .map(by -> "{\"created_by\": \"" + by + "\"}")
                .collect(Collectors.joining(", ")));
  }

  private static Digest digest(InputStream bytes) throws IOException {
    try (bytes) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[1 << 16];
      for (int read = bytes.read(part); read >= 0; read = bytes.read(part)) {
        sha256.update(part, 0, read);
      }
      return Digest.parse("sha256:" + HexFormat.of().formatHex(sha256.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
    return layout.resolve(reference, deadline);
  }

  @Override
  public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    Manifest.OfImage own = manifests.get(digest);
    return own != null ? own : layout.manifest(repository, digest, deadline);
  }

  @Override
  public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException {
    ImageConfig own = configs.get(config.digest());
    return own != null ? own : layout.config(repository, config, deadline);
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    Path own = layers.get(layer.digest());
    try {
      return own != null
          ? new VerifiedStream(Files.newInputStream(own), layer, "reading a layer")
          : layout.layer(repository, layer, deadline);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException.NotFound("reading " + own, e);
    }
  }
}
