package dev.plimsoll.layout;

import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.VerifiedStream;
import dev.plimsoll.layout.Store.Part;
import dev.plimsoll.reference.Digest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What there is in a layout or an archive: images under their names, and where the bytes of
/// each digest lie.
final class Content {
  private static final int SHOWN_NAMES = 10;

  /// An image or index that the content offers. `name` is what it is called in full, `tag` what
  /// it is called in short; either may be missing.
  record Offer(@Nullable String name, @Nullable String tag, Digest digest) {
    boolean isCalled(String wanted) {
      return wanted.equals(name)
          || wanted.equals(tag)
          || wanted.equals(digest.toString())
          || (name != null && Names.isSame(wanted, name));
    }

    @Override
    public String toString() {
      return name != null ? name : tag != null ? tag : digest.abbreviated();
    }
  }

  private final Store store;
  private final List<Offer> offers;
  private final Map<Digest, byte[]> manifests = new HashMap<>();
  private final Map<Digest, Part> parts = new HashMap<>();

  Content(Store store, List<Offer> offers) {
    this.store = store;
    this.offers = List.copyOf(offers);
  }

  /// Adds a manifest that lies nowhere.
  void add(Digest digest, byte[] manifest) {
    manifests.put(digest, manifest);
  }

  /// Adds bytes that lie elsewhere than their digest says.
  void add(Digest digest, Part part) {
    parts.put(digest, part);
  }

  /// The image that is meant, or the only one.
  Offer choose(@Nullable String wanted, String doing) throws SourceException {
    if (offers.isEmpty()) {
      throw new SourceException.NotFound(doing + ": there is no image in it");
    }
    List<Offer> called =
        offers.stream().filter(offer -> wanted == null || offer.isCalled(wanted)).toList();
    long different = called.stream().map(Offer::digest).distinct().count();
    if (different == 1) {
      return called.getFirst();
    }
    String names =
        offers.stream().limit(SHOWN_NAMES).map(Offer::toString).collect(Collectors.joining(", "));
    String all = names + (offers.size() > SHOWN_NAMES ? ", …" : "");
    throw new SourceException.NotFound(
        wanted == null
            ? doing + ": there are " + different + " images in it; name one of " + all
            : doing + ": it has " + different + " images of that name, but " + all);
  }

  /// A manifest's bytes, checked.
  byte[] manifest(Digest digest, Limits limits, String doing) throws SourceException {
    byte[] made = manifests.get(digest);
    if (made != null) {
      return made;
    }
    byte[] json = part(digest, doing).read(limits.manifest(), doing);
    Digest actual = VerifiedStream.digest(digest.algorithm(), json);
    if (!actual.equals(digest)) {
      throw new SourceException.DigestMismatch(
          "%s: its bytes have the digest %s, not %s; write it again"
              .formatted(doing, actual.abbreviated(), digest.abbreviated()));
    }
    return Arrays.copyOf(json, json.length);
  }

  /// Where the bytes of a digest lie.
  Part part(Digest digest, String doing) throws SourceException {
    Part elsewhere = parts.get(digest);
    Part part = elsewhere == null ? store.part(path(digest)) : elsewhere;
    if (part == null) {
      throw new SourceException.NotFound(
          doing + ": " + digest.abbreviated() + " is not in it; write it again, whole");
    }
    return part;
  }

  private static String path(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }
}
