package dev.plimsoll.cli.inspection;

import dev.plimsoll.cache.CacheDirectory;
import dev.plimsoll.cli.tree.PathTree;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.facts.KeptImages;
import dev.plimsoll.facts.KnownBaseReader;
import dev.plimsoll.facts.KnownBases;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layout.LocalImage;
import dev.plimsoll.layout.SourceName;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials;
import dev.plimsoll.registry.RegistrySettings;
import dev.plimsoll.registry.RegistrySettings.Host;
import dev.plimsoll.registry.RegistrySource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Where images are looked into for one run of the command line.
public final class ImageDesk implements AutoCloseable {
  /// Why a rule was not judged for which files had to be read that nobody wished to have read.
  public static final Unknown LEFT_OUT =
      new Unknown(
          Cause.SCAN_PENDING, "the image's files were not read; ask for them with --depth files");

  private static final String REMEDY =
      "give --insecure-registry %1$s (over http) or --internal-registry %1$s (over https) if it is"
          + " meant";

  private static final Bytes CACHE = Bytes.ofMebi(512);
  private static final Duration BASE_TIME = Duration.ofSeconds(15);

  /// A drawn node is at least this part of its image.
  private static final int PARTS = 1500;

  private final RegistrySource registries;
  private final Sources sources;
  private final ImageInspector inspector;
  private final Progress progress = new Progress();
  private final Wishes wishes;
  private final List<String> remarks = new ArrayList<>();
  private final Map<Digest, PathTree> trees = new ConcurrentHashMap<>();

  public ImageDesk(Wishes wishes, Credentials credentials) {
    this(wishes, credentials, KeptImages.NONE);
  }

  /// One that asks no registry for what is kept elsewhere.
  public ImageDesk(Wishes wishes, Credentials credentials, KeptImages kept) {
    Limits limits = Limits.defaults();
    this.wishes = wishes;
    registries = new RegistrySource(settings(wishes), credentials, limits);
    sources = new Sources(registries, wishes.registries());
    inspector =
        new ImageInspector(
            new ObservedSource(sources, progress), limits, resources(wishes).with(kept));
  }

  /// Begins with what each look into an image needs, beside whatever the caller is about.
  public static void prepare() {
    Thread.ofPlatform().name("prepare").daemon().start(ImageInspector::prepare);
  }

  /// Opens an image in a file and returns the reference that it answers to from now on: that
  /// of `called`, or where that is null its own, pinned to its digest.
  public Reference open(
      SourceName.Local name, InputStream standardInput, @Nullable Reference called)
      throws SourceException {
    LocalImage file = LocalImage.open(name, standardInput, Limits.defaults());
    Reference own = file.reference();
    Digest digest = Objects.requireNonNull(own.digest());
    Reference reference = called == null ? own : called.at(digest);
    sources.add(reference, file);
    return reference;
  }

  /// With the directory of facts that runs share; without it where it cannot be used, since that
  /// only costs time.
  private ImageInspector.Resources resources(Wishes wishes) {
    ImageInspector.Resources resources = ImageInspector.Resources.defaults();
    Path directory = wishes.cache();
    if (directory == null) {
      return resources;
    }
    try {
      Files.createDirectories(directory);
      return resources.with(CacheDirectory.open(directory, CACHE));
    } catch (IOException e) {
      remarks.add("facts are not kept for the next run: " + e.getMessage());
      return resources;
    }
  }

  /// The reference of an image of which nothing is known but the digest: what an earlier run
  /// kept of it is found, and nobody is asked.
  public Reference kept(Digest digest) {
    return Sources.kept(digest);
  }

  /// How far reading has come.
  public Progress progress() {
    return progress;
  }

  /// Has images told by these bases' layers; returns a sentence for each base that could not be
  /// read, and for what else is not as wished.
  public List<String> know(Collection<String> bases) {
    KnownBaseReader reader = new KnownBaseReader(registries, Set.copyOf(wishes.platforms()));
    List<KnownBases.Base> known = new ArrayList<>();
    List<String> unread = new ArrayList<>(remarks);
    if (!wishes.registries() && !bases.isEmpty()) {
      unread.add("known bases are left out, since no registry is asked: " + bases);
      return unread;
    }
    for (String base : bases) {
      try {
        known.addAll(reader.read(base, Deadline.in(BASE_TIME)));
      } catch (SourceException e) {
        unread.add("known base " + base + " is left out: " + e.getMessage());
      }
    }
    inspector.setKnownBases(new KnownBases(known));
    return unread;
  }

  /// Whether no image's files are read here, whatever rules ask.
  public boolean leavesFilesOut() {
    return Depth.FILES.isDeeperThan(wishes.deepest());
  }

  /// What is known of an image: one inspection for each platform, at least one.
  public List<Inspection> inspect(Reference image, Depth depth) {
    boolean capped = depth.isDeeperThan(wishes.deepest());
    List<Inspection> found =
        inspector.inspect(
            new InspectionRequest(
                image,
                wishes.platforms(),
                capped ? wishes.deepest() : depth,
                Duration.ZERO,
                Deadline.in(wishes.time())));
    if (wishes.drawn()) {
      found.forEach(inspection -> draw(image, inspection));
    }
    return capped ? found.stream().map(ImageDesk::unread).toList() : found;
  }

  private void draw(Reference image, Inspection inspection) {
    if (inspection instanceof Inspected(Facts facts, _)
        && facts.files().isPresent()
        && !trees.containsKey(facts.digest())) {
      inspector
          .filesOf(image, facts.digest(), Deadline.in(wishes.time()))
          .ifPresent(files -> trees.put(facts.digest(), PathTree.of(files, PARTS)));
    }
  }

  /// The trees of the images that were read, by digest, where trees are wished for.
  public Map<Digest, PathTree> trees() {
    return Map.copyOf(trees);
  }

  /// The slim variant of an image's base, where that is a known base and can be read.
  public Optional<Facts> slimVariantUnder(Facts image) {
    return inspector.slimVariantUnder(image, Deadline.in(wishes.time()));
  }

  private static Inspection unread(Inspection inspection) {
    return switch (inspection) {
      case Inspected(var facts, Unknown shortfall) ->
          new Inspected(facts, shortfall == null ? LEFT_OUT : shortfall);
      case Inspection.Uninspectable nothing -> nothing;
    };
  }

  private static RegistrySettings settings(Wishes wishes) {
    RegistrySettings settings = RegistrySettings.none().mendedBy(REMEDY);
    for (String host : wishes.inside()) {
      settings = settings.with(host, Host.OVER_HTTPS);
    }
    for (String host : wishes.plainHttp()) {
      settings = settings.with(host, Host.OVER_PLAIN_HTTP);
    }
    return settings;
  }

  @Override
  public void close() {
    inspector.close();
    sources.close();
    registries.close();
  }
}
