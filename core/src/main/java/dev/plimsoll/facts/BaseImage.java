package dev.plimsoll.facts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The image that another was built on: how many of the lowest layers are its, what it is called
/// where that is known, and how surely. `known` are all known bases whose layers are the lowest,
/// nearest first: other tags of the same one, and what that was built on.
public record BaseImage(Evidence evidence, int layers, @Nullable String name, List<Known> known) {
  /// Nothing below the application: an image built on scratch, or one that tells nothing.
  public static final BaseImage NONE = new BaseImage(Evidence.NONE, 0, null);

  /// Neither layers nor annotations tell, and the files, which might, were not read.
  public static final BaseImage UNREAD = new BaseImage(Evidence.UNREAD, 0, null);

  public BaseImage {
    known = List.copyOf(known);
  }

  /// A base that no known one stands for.
  public BaseImage(Evidence evidence, int layers, @Nullable String name) {
    this(evidence, layers, name, List.of());
  }

  /// A known base by name, how many of the lowest layers are its, and when it was made; null
  /// where it does not say.
  public record Known(String name, int layers, @Nullable Instant created) {}

  /// How the base is known, surest first.
  public enum Evidence {
    /// The lowest diffIDs are those of a known base.
    LAYERS("its layers are those of the known base"),
    /// The image names its base in an annotation, which nothing proves.
    ANNOTATION("the image says so in an annotation"),
    /// The lowest layer holds an operating system's root, which is never an application's own.
    OPERATING_SYSTEM("the layer holds the operating system"),
    /// The files, which might tell, were not read.
    UNREAD("the image's files were not read"),
    /// Nothing tells of a base.
    NONE("nothing tells of a base");

    private final String phrase;

    Evidence(String phrase) {
      this.phrase = phrase;
    }

    /// How the base is known, as a clause.
    public String phrase() {
      return phrase;
    }
  }

  /// Where a layer comes from, as far as is known.
  public Origin originOf(int layerNumber) {
    if (layerNumber <= layers) {
      return Origin.BASE;
    }
    return switch (evidence) {
      case LAYERS, NONE -> Origin.OWN;
      case OPERATING_SYSTEM -> Origin.ABOVE_KNOWN_BASE;
      case ANNOTATION -> layers == 0 ? Origin.UNKNOWN : Origin.ABOVE_KNOWN_BASE;
      case UNREAD -> Origin.UNKNOWN;
    };
  }

  /// Whether something came with the base image or was added on top of it.
  public enum Origin {
    BASE("came with the base image"),
    OWN("added on top of the base image"),
    /// Above the layers that are surely the base's; the base may reach further up.
    ABOVE_KNOWN_BASE("added above the operating system layer"),
    /// It may be either.
    UNKNOWN("of unknown origin");

    private final String phrase;

    Origin(String phrase) {
      this.phrase = phrase;
    }

    public String phrase() {
      return phrase;
    }
  }
}
