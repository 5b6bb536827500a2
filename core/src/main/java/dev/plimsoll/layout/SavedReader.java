package dev.plimsoll.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.image.ConfigReader;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.VerifiedStream;
import dev.plimsoll.layout.Store.Part;
import dev.plimsoll.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what an archive of `docker save` offers: the images of its `manifest.json`, for each of
/// which a manifest is made.
///
/// A layer that lies there as a plain tar is checked against its diffID, since that is its
/// digest. One that is compressed (jib, kaniko and crane write those) has no digest in the
/// archive: its own is computed, which proves nothing.
final class SavedReader {
  static final String MANIFEST = "manifest.json";

  private static final int HEAD = 4;

  private final Store store;
  private final Limits limits;
  private final String doing;

  private SavedReader(Store store, Limits limits, String doing) {
    this.store = store;
    this.limits = limits;
    this.doing = doing;
  }

  static boolean isSaved(Store store) throws SourceException {
    return store.part(MANIFEST) != null;
  }

  static Content read(Store store, Limits limits, @Nullable String wanted, String doing)
      throws SourceException {
    return new SavedReader(store, limits, doing).content(wanted);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Saved(List<String> names, JsonNode json, Digest config, byte[] bytes) {}

  /// Layers are looked at of those images alone that may be meant.
  private Content content(@Nullable String wanted) throws SourceException {
    List<Content.Offer> offers = new ArrayList<>();
    List<Made> all = new ArrayList<>();
    for (JsonNode each : LayoutReader.json(store, MANIFEST, limits, doing)) {
      Saved saved = saved(each);
      boolean meant =
          wanted == null
              || saved.config.toString().equals(wanted)
              || saved.names.stream().anyMatch(n -> n.equals(wanted) || Names.isSame(n, wanted));
      Made made = meant ? make(saved) : null;
      Digest digest = made == null ? saved.config : made.digest;
      if (made != null) {
        all.add(made);
      }
      if (saved.names.isEmpty()) {
        offers.add(new Content.Offer(null, saved.config.toString(), digest));
      }
      for (String name : saved.names) {
        offers.add(new Content.Offer(name, saved.config.toString(), digest));
      }
    }
    Content content = new Content(store, offers);
    all.forEach(made -> made.addTo(content));
    return content;
  }

  private Saved saved(JsonNode json) throws SourceException {
    String path = json.path("Config").asText("");
    byte[] bytes = part(path, "config").read(limits.config(), doing);
    Digest digest = VerifiedStream.digest("sha256", bytes);
    String stem = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.json$", "");
    if (stem.matches("[0-9a-f]{64}") && !stem.equals(digest.hex())) {
      throw new SourceException.DigestMismatch(
          "%s: its config %s has the digest %s; write it again"
              .formatted(doing, stem.substring(0, 12), digest.abbreviated()));
    }
    List<String> names = new ArrayList<>();
    json.path("RepoTags").forEach(name -> names.add(name.asText("")));
    return new Saved(names, json, digest, bytes);
  }

  /// A manifest, its digest, and where its blobs lie.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Made(Digest digest, byte[] manifest, List<Digest> blobs, List<Part> parts) {
    void addTo(Content content) {
      content.add(digest, manifest);
      for (int i = 0; i < blobs.size(); i++) {
        content.add(blobs.get(i), parts.get(i));
      }
    }
  }

  private Made make(Saved saved) throws SourceException {
    List<Digest> diffIds = ConfigReader.read(saved.bytes, doing).diffIds();
    JsonNode paths = saved.json.path("Layers");
    if (paths.size() != diffIds.size()) {
      throw new SourceException.Malformed(
          "%s: it has %d layers where the config of the image names %d; write it again"
              .formatted(doing, paths.size(), diffIds.size()));
    }
    List<Digest> blobs = new ArrayList<>(List.of(saved.config));
    List<Part> parts =
        new ArrayList<>(List.of(part(saved.json.path("Config").asText(""), "config")));
    ObjectNode manifest = LayoutReader.JSON.createObjectNode();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", "application/vnd.docker.distribution.manifest.v2+json");
    describe(
        manifest.putObject("config"),
        "application/vnd.docker.container.image.v1+json",
        saved.bytes.length,
        saved.config);
    ArrayNode layers = manifest.putArray("layers");
    for (int i = 0; i < diffIds.size(); i++) {
      Part part = part(paths.get(i).asText(""), "layer");
      String type = mediaType(part);
      boolean plain = type.endsWith(".tar");
      Digest digest = plain ? diffIds.get(i) : digestOf(part);
      describe(layers.addObject(), type, part.size(), digest);
      blobs.add(digest);
      parts.add(part);
    }
    byte[] bytes = manifest.toString().getBytes(UTF_8);
    return new Made(VerifiedStream.digest("sha256", bytes), bytes, blobs, parts);
  }

  private static void describe(ObjectNode node, String type, long size, Digest digest) {
    node.put("mediaType", type).put("size", size).put("digest", digest.toString());
  }

  private Part part(String path, String noun) throws SourceException {
    String shortest = path.startsWith("/") ? null : TarIndex.shortest(path);
    if (shortest == null || shortest.isEmpty()) {
      throw new SourceException.Malformed(
          doing + ": its manifest.json names a " + noun + " outside of it; write it again");
    }
    return LayoutReader.required(store, shortest, doing);
  }

  private String mediaType(Part part) throws SourceException {
    byte[] head = new byte[HEAD];
    try (InputStream bytes = part.open(0, Math.min(HEAD, part.size()))) {
      bytes.readNBytes(head, 0, HEAD);
    } catch (IOException e) {
      throw Store.unreadable(doing, e);
    }
    return switch (HexFormat.of().formatHex(head)) {
      case String hex when hex.startsWith("1f8b") ->
          "application/vnd.docker.image.rootfs.diff.tar.gzip";
      case "28b52ffd" -> "application/vnd.oci.image.layer.v1.tar+zstd";
      default -> "application/vnd.docker.image.rootfs.diff.tar";
    };
  }

  private Digest digestOf(Part part) throws SourceException {
    try (DigestInputStream bytes =
        new DigestInputStream(part.open(0, part.size()), Digest.sha256())) {
      bytes.transferTo(java.io.OutputStream.nullOutputStream());
      return Digest.of("sha256", bytes.getMessageDigest());
    } catch (IOException e) {
      throw Store.unreadable(doing, e);
    }
  }
}
