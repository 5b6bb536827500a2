package dev.plimsoll.registry;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.ConfigReader;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ExactStream;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.ManifestReader;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.VerifiedStream;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Transport.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One kind of question to a registry (distribution specification, §Pull): how it is asked, how
/// its answer is read, and what was being done in the user's words, for the sentence of an
/// error.
///
/// `read` is given answers of status 200, or 206 where it asked for a range, and owns their body.
sealed interface Endpoint<T>
    permits Endpoint.Resolve,
        Endpoint.ReadManifest,
        Endpoint.ReadConfig,
        Endpoint.OpenLayer,
        Endpoint.ReadRange,
        ReferrersPage.Question,
        ArtifactQuestion {
  Reference reference();

  String doing();

  default String method() {
    return "GET";
  }

  /// Below `/v2/NAME/`.
  String path();

  default String accept() {
    return "application/octet-stream, */*;q=0.5";
  }

  /// The part of the body that is wanted (RFC 9110 §14.2), or null for all of it.
  default @Nullable String range() {
    return null;
  }

  /// Whether what is asked for is named by its digest, so that anyone may be asked for it.
  default boolean isByDigest() {
    return true;
  }

  /// Whether what is read is handed on as a stream.
  default boolean isStream() {
    return false;
  }

  /// Whether a manifest is asked for.
  default boolean isManifest() {
    return false;
  }

  T read(Answer answer) throws IOException;

  /// Which digest a tag has now; empty where the registry does not say so in its headers.
  record Resolve(Reference reference) implements Endpoint<Optional<Digest>> {
    @Override
    public String doing() {
      return "resolving " + reference;
    }

    @Override
    public String method() {
      return "HEAD";
    }

    @Override
    public String path() {
      return "manifests/" + reference.identifier();
    }

    @Override
    public boolean isByDigest() {
      return reference.digest() != null;
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
    public Optional<Digest> read(Answer answer) {
      try (answer) {
        return statedDigest(answer);
      }
    }
  }

  /// A manifest or index, with the digest of what came.
  record ReadManifest(Reference reference, Limits limits) implements Endpoint<ResolvedManifest> {
    @Override
    public String doing() {
      return "reading the manifest of " + reference;
    }

    @Override
    public String path() {
      return "manifests/" + reference.identifier();
    }

    @Override
    public boolean isByDigest() {
      return reference.digest() != null;
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
    public ResolvedManifest read(Answer answer) throws IOException {
      try (answer) {
        byte[] json = whole(answer, limits.manifest(), doing());
        Digest digest = verified(answer, json);
        String mediaType =
            answer.header("Content-Type").map(Endpoint::withoutParameters).orElse(null);
        return new ResolvedManifest(digest, ManifestReader.read(json, mediaType, doing(), limits));
      }
    }

    /// By the reference's digest where it has one, else by the one that the registry states.
    private Digest verified(Answer answer, byte[] json) throws SourceException {
      Digest pinned = reference.digest();
      Digest expected = pinned == null ? statedDigest(answer).orElse(null) : pinned;
      Digest actual =
          VerifiedStream.digest(expected == null ? "sha256" : expected.algorithm(), json);
      if (expected != null && !expected.equals(actual)) {
        throw new SourceException.DigestMismatch(
            answer
                .task()
                .that(
                    "sent bytes with the digest "
                        + actual.abbreviated()
                        + " as "
                        + expected.abbreviated()
                        + "; it, or something on the way, is damaged"));
      }
      return actual;
    }
  }

  /// A config; its descriptor says how long it is.
  record ReadConfig(Reference reference, Descriptor config) implements Endpoint<ImageConfig> {
    @Override
    public String doing() {
      return "reading the config of " + reference;
    }

    @Override
    public String path() {
      return "blobs/" + config.digest();
    }

    @Override
    public ImageConfig read(Answer answer) throws IOException {
      try (answer;
          InputStream body = verified(answer, config, doing())) {
        return ConfigReader.read(body.readAllBytes(), doing());
      }
    }
  }

  /// A layer as it is stored, verified at its end; the stream's owner closes it.
  record OpenLayer(Reference reference, Descriptor layer) implements Endpoint<InputStream> {
    @Override
    public String doing() {
      return "reading layer " + layer.digest().abbreviated() + " of " + reference;
    }

    @Override
    public boolean isStream() {
      return true;
    }

    @Override
    public String path() {
      return "blobs/" + layer.digest();
    }

    @Override
    public InputStream read(Answer answer) throws SourceException {
      return verified(answer, layer, doing());
    }
  }

  /// A part of a layer; empty where the registry sends all of it instead.
  record ReadRange(Reference reference, Descriptor layer, long from, long length)
      implements Endpoint<Optional<InputStream>> {
    @Override
    public String doing() {
      return "reading a part of layer " + layer.digest().abbreviated() + " of " + reference;
    }

    @Override
    public boolean isStream() {
      return true;
    }

    @Override
    public String path() {
      return "blobs/" + layer.digest();
    }

    @Override
    public String range() {
      return "bytes=" + from + "-" + (from + length - 1);
    }

    @Override
    public Optional<InputStream> read(Answer answer) throws SourceException {
      if (answer.status() == 200) {
        answer.close();
        return Optional.empty();
      }
      String part = "bytes " + from + "-" + (from + length - 1) + "/";
      String sent = answer.header("Content-Range").orElse("").strip();
      if (!sent.equals(part + layer.size().count()) && !sent.equals(part + "*")) {
        answer.close();
        throw new SourceException.Malformed(
            answer.task().that("sends another part than was asked for"));
      }
      return Optional.of(new ExactStream(answer.body().leavingTheConnection(), length, doing()));
    }
  }

  private static InputStream verified(Answer answer, Descriptor blob, String doing)
      throws SourceException {
    long length = answer.headers().firstValueAsLong("Content-Length").orElse(blob.size().count());
    if (length != blob.size().count()) {
      answer.close();
      throw new SourceException.DigestMismatch(
          doing
              + ": it is "
              + length
              + " bytes long where the manifest states "
              + blob.size().count()
              + "; push the image again");
    }
    return new VerifiedStream(answer.body(), blob, doing);
  }

  /// A body that is few bytes long.
  static byte[] whole(Answer answer, Bytes limit, String doing) throws IOException {
    int most = Math.toIntExact(limit.count());
    boolean announced = answer.headers().firstValueAsLong("Content-Length").orElse(0) > most;
    byte[] bytes = announced ? new byte[0] : answer.body().readNBytes(most + 1);
    if (announced || bytes.length > most) {
      throw new SourceException.TooLarge(
          doing + ": it is longer than the " + limit + " that are read");
    }
    return bytes;
  }

  private static Optional<Digest> statedDigest(Answer answer) {
    try {
      return answer.header("Docker-Content-Digest").map(Digest::parse);
    } catch (InvalidReferenceException _) {
      // A digest that is none says as little as no digest: the body is hashed instead.
      return Optional.empty();
    }
  }

  private static String withoutParameters(String mediaType) {
    int semicolon = mediaType.indexOf(';');
    return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon)).strip();
  }
}
