package dev.plimsoll.layout;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.ManifestReader;
import dev.plimsoll.image.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads what an OCI layout offers (OCI image spec, image-layout.md): the entries of its
/// `index.json`, named by annotations of the specification's and of containerd's.
final class LayoutReader {
  static final String MARK = "oci-layout";
  static final String INDEX = "index.json";

  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String CONTAINERD_NAME = "io.containerd.image.name";

  /// For files that say little; as strict as for manifests.
  static final JsonMapper JSON = new JsonMapper();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(64).maxStringLength(1 << 20).build());
  }

  private LayoutReader() {}

  static boolean isLayout(Store store) throws SourceException {
    return store.part(MARK) != null && store.part(INDEX) != null;
  }

  static Content read(Store store, Limits limits, String doing) throws SourceException {
    requireVersion(json(store, MARK, limits, doing).path("imageLayoutVersion").asText(""), doing);
    byte[] index = required(store, INDEX, doing).read(limits.manifest(), doing);
    String type = "application/vnd.oci.image.index.v1+json";
    if (!(ManifestReader.read(index, type, doing, limits) instanceof Manifest.OfIndex entries)) {
      throw new SourceException.Malformed(doing + ": its index.json is no index; write it again");
    }
    List<Content.Offer> offers = new ArrayList<>();
    for (Descriptor entry : entries.manifests()) {
      String ref = entry.annotations().get(REF_NAME);
      String full = entry.annotations().get(CONTAINERD_NAME);
      boolean refIsFull = ref != null && Names.isFull(ref);
      String name = full != null ? full : refIsFull ? ref : null;
      offers.add(new Content.Offer(name, refIsFull ? null : ref, entry.digest()));
    }
    return new Content(store, offers);
  }

  private static void requireVersion(String version, String doing) throws SourceException {
    if (!version.startsWith("1.")) {
      throw new SourceException.Malformed(
          doing + ": its oci-layout states no version 1, which alone is read");
    }
  }

  /// A small JSON file.
  static JsonNode json(Store store, String path, Limits limits, String doing)
      throws SourceException {
    byte[] bytes = required(store, path, doing).read(limits.manifest(), doing);
    try {
      return JSON.readTree(bytes);
    } catch (IOException _) {
      throw new SourceException.Malformed(doing + ": its " + path + " is no JSON; write it again");
    }
  }

  static Store.Part required(Store store, String path, String doing) throws SourceException {
    Store.Part part = store.part(path);
    if (part == null) {
      throw new SourceException.Malformed(doing + ": " + path + " is not in it; write it again");
    }
    return part;
  }
}
