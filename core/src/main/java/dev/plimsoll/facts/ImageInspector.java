package dev.plimsoll.facts;

import static java.util.Objects.requireNonNullElse;

import dev.plimsoll.cache.CacheDirectory;
import dev.plimsoll.facts.Flights.Landing;
import dev.plimsoll.facts.ImageLibrary.Opened;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.ManifestReader;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Looks at images: the one way from a reference to facts, for whoever asks.
///
/// An image is read once however many ask for it, and goes on being read when the one who asked
/// first has no more time; the next to ask finds what was read, also where that is another
/// [Tenant]. Every failure ends here, as an [Unknown].
public final class ImageInspector implements AutoCloseable {
  /// How long ago a base's tag may have been looked up.
  private static final Duration BASE_AGE = Duration.ofHours(2);

  private final ImageLibrary library;
  private final Tenant self;
  private volatile KnownBases knownBases = KnownBases.NONE;

  /// How much of the machine an inspector takes: threads that read layers, memory for facts
  /// and for layers that images share, and, where one is given, a directory that outlives it;
  /// `kept` is what others keep.
  public record Resources(
      int readers, Bytes facts, Bytes layers, @Nullable CacheDirectory directory, KeptImages kept) {
    public Resources(int readers, Bytes facts, Bytes layers) {
      this(readers, facts, layers, null, KeptImages.NONE);
    }

    public Resources with(CacheDirectory directory) {
      return new Resources(readers, facts, layers, directory, kept);
    }

    public Resources with(KeptImages kept) {
      return new Resources(readers, facts, layers, directory, kept);
    }

    public static Resources defaults() {
      return new Resources(
          Runtime.getRuntime().availableProcessors(), Bytes.ofMebi(32), Bytes.ofMebi(32));
    }
  }

  public ImageInspector(ImageSource source, Limits limits) {
    this(source, limits, Resources.defaults());
  }

  public ImageInspector(ImageSource source, Limits limits, Resources resources) {
    library = new ImageLibrary(limits, resources);
    self = new Tenant("", source);
  }

  /// Works out how manifests are read and facts are kept, for which the first image would wait.
  public static void prepare() {
    ManifestReader.prepare();
    FactsShelf.prepare();
  }

  /// The bases by which images are told from now on; facts that were read before are told anew.
  public void setKnownBases(KnownBases bases) {
    knownBases = bases;
  }

  /// The bases by which images are told now.
  public KnownBases knownBases() {
    return knownBases;
  }

  /// The slim variant of an image's base, its files included, where that is a known base and was
  /// read by the deadline.
  public Optional<Facts> slimVariantUnder(Facts image, Deadline deadline) {
    BaseImage base = image.base();
    if (base.evidence() != BaseImage.Evidence.LAYERS || base.name() == null) {
      return Optional.empty();
    }
    return knownBases
        .slimVariantOf(base.name())
        .flatMap(slim -> files(slim, image.platform(), deadline));
  }

  /// How old what is known of a tag is, where its registry was away when it was last asked for.
  public Optional<Duration> staleness(Reference reference) {
    return reference.digest() == null ? library.tags().staleness(reference) : Optional.empty();
  }

  private Optional<Facts> files(String base, Platform platform, Deadline deadline) {
    InspectionRequest request =
        new InspectionRequest(
            Reference.parse(base), List.of(platform), Depth.FILES, BASE_AGE, deadline);
    return inspect(request).stream()
        .<Facts>mapMulti(
            (inspection, found) -> {
              if (inspection instanceof Inspected(Facts facts, Unknown shortfall)
                  && shortfall == null) {
                found.accept(facts);
              }
            })
        .findFirst();
  }

  /// What is known of an image: one inspection for each platform that is judged, at least one.
  /// Returns by the deadline.
  public List<Inspection> inspect(InspectionRequest request) {
    Place place = place(request);
    List<Digest> images;
    try {
      images = library.tags().images(request, place);
    } catch (SourceException e) {
      return List.of(new Uninspectable(unknown(request, e), request.reference().digest()));
    } catch (TimeoutException _) {
      return List.of(new Uninspectable(late(request), request.reference().digest()));
    }
    // All platforms begin before one is waited for.
    List<CompletableFuture<Landing<Opened>>> opened =
        images.stream().map(image -> library.open(place, image)).toList();
    List<Begun> begun = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      begun.add(begin(request, place, images.get(i), opened.get(i)));
    }
    return begun.stream().map(one -> finish(request, one)).toList();
  }

  /// What was read of a manifest or an index and is still in memory, in few bytes, for others
  /// to keep; nothing of a failure. Values of variables are left out, and secrets.
  public Optional<byte[]> packed(Digest digest) {
    return library
        .packed(digest)
        .map(
            packed -> {
              try {
                return packed.bytes();
              } catch (IOException e) {
                throw new UncheckedIOException("memory can be written to", e);
              }
            });
  }

  /// Whether the files of an image were read and are still in memory.
  public boolean hasRead(Digest image) {
    return library.hasRead(image);
  }

  /// Whether bytes that others keep are of the form that this version packs and reads.
  public static boolean isReadable(byte[] packed) {
    return Packed.isOfThisForm(packed);
  }

  /// What the request's tag points to, an image or an index; empty where nobody can tell by the
  /// deadline.
  public Optional<Digest> digestOf(InspectionRequest request) {
    try {
      return Optional.of(library.tags().digest(request, place(request)));
    } catch (SourceException | TimeoutException _) {
      return Optional.empty();
    }
  }

  /// Every file of an image's layers, by path: more than facts keep, and read once more where
  /// the layers are not kept. Empty where that cannot be done by the deadline.
  public Optional<Overlay> filesOf(Reference repository, Digest image, Deadline deadline) {
    try {
      return Optional.of(library.overlay(new Place(self, repository), image, deadline));
    } catch (SourceException | TimeoutException _) {
      return Optional.empty();
    }
  }

  private Place place(InspectionRequest request) {
    return new Place(requireNonNullElse(request.tenant(), self), request.reference());
  }

  /// The digests by which others may know the image with this manifest: the manifest's own, its
  /// config's, which Docker calls the image's id, and those of indexes of which it was the only
  /// image that is judged. Only what is in memory is told.
  public Set<Digest> aliasesOf(Digest image) {
    return library.aliasesOf(image);
  }

  /// Ends all reading; what is under way fails.
  @Override
  public void close() {
    library.close();
  }

  /// An image that is being looked at: nothing of it could be read, or its config was, and its
  /// layers may be under way.
  private sealed interface Begun {
    record Failed(Uninspectable why) implements Begun {}

    /// `outline` is of what the layers' tables of contents list.
    record Read(
        Facts config,
        @Nullable CompletableFuture<Landing<Facts>> scan,
        @Nullable CompletableFuture<Landing<Facts>> outline)
        implements Begun {

      /// What is known without the scan: provisional facts, where there are any by now.
      Facts best() {
        return outline != null
                && outline.getNow(null) instanceof Landing.Arrived<Facts>(Facts listed)
            ? listed
            : config;
      }
    }
  }

  private Begun begin(
      InspectionRequest request,
      Place place,
      Digest image,
      CompletableFuture<Landing<Opened>> opened) {
    try {
      Opened found = Flights.await(opened, request.deadline());
      if (request.depth() != Depth.FILES) {
        return new Begun.Read(found.facts(), null, null);
      }
      CompletableFuture<Landing<Facts>> scan = library.scan(place, found);
      return new Begun.Read(
          found.facts(), scan, scan.isDone() ? null : library.outline(place, found).orElse(null));
    } catch (SourceException e) {
      return new Begun.Failed(new Uninspectable(unknown(request, e), image));
    } catch (TimeoutException _) {
      return new Begun.Failed(new Uninspectable(late(request), image));
    }
  }

  private Inspection finish(InspectionRequest request, Begun begun) {
    return switch (begun) {
      case Begun.Failed(Uninspectable why) -> why;
      case Begun.Read read -> {
        CompletableFuture<Landing<Facts>> scan = read.scan;
        yield scan == null ? new Inspected(onKnownBase(read.config)) : scanned(request, read, scan);
      }
    };
  }

  private Inspected scanned(
      InspectionRequest request, Begun.Read read, CompletableFuture<Landing<Facts>> scan) {
    try {
      return new Inspected(onKnownBase(Flights.await(scan, request.deadline())));
    } catch (SourceException e) {
      return new Inspected(onKnownBase(read.config), unknown(request, e));
    } catch (TimeoutException _) {
      return new Inspected(onKnownBase(read.best()), Unknown.beingRead(request.reference()));
    }
  }

  private Facts onKnownBase(Facts facts) {
    return knownBases.under(facts.config().diffIds()).map(facts::on).orElse(facts);
  }

  private static Unknown late(InspectionRequest request) {
    return new Unknown(
        Cause.UNREACHABLE,
        "%s did not answer for %s in the time there was; see whether the registry can be reached"
            .formatted(request.reference().registry(), request.reference()));
  }

  private static Unknown unknown(InspectionRequest request, SourceException why) {
    Cause cause =
        switch (why) {
          case SourceException.NotFound _ -> Cause.NOT_FOUND;
          case SourceException.Unauthorized _ -> Cause.UNAUTHORIZED;
          case SourceException.RateLimited _, SourceException.Unavailable _ -> Cause.UNREACHABLE;
          case SourceException.Malformed _,
              SourceException.DigestMismatch _,
              SourceException.TooLarge _ ->
              Cause.UNREADABLE;
        };
    String sentence = String.valueOf(why.getMessage());
    boolean named = sentence.contains(request.reference().repository());
    return new Unknown(cause, named ? sentence : request.reference() + ": " + sentence);
  }
}
