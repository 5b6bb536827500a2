package dev.plimsoll.cli.judging;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Platform;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What changed from one image to another: platform by platform, and in violations. A rule that
/// could not be judged of one of them neither came nor went: it is in `undecided`.
public record Difference(
    ImageVerdict before,
    ImageVerdict after,
    List<OfPlatform> platforms,
    List<Violation> came,
    List<Violation> went,
    List<Open> undecided,
    List<String> remarks) {
  public Difference {
    undecided = List.copyOf(undecided);
    platforms = List.copyOf(platforms);
    came = List.copyOf(came);
    went = List.copyOf(went);
    remarks = List.copyOf(remarks);
  }

  /// One platform that both images are for. `came` and `went` are layers, `groups` what grew or
  /// shrank on disk, most first, where the files of both were read.
  public record OfPlatform(
      Facts before, Facts after, List<Layer> came, List<Layer> went, List<Group> groups) {
    public OfPlatform {
      came = List.copyOf(came);
      went = List.copyOf(went);
      groups = List.copyOf(groups);
    }

    public Platform platform() {
      return after.platform();
    }
  }

  /// Files that belong together, by the package that owns them or else by what they are for, and
  /// their uncompressed bytes in both images.
  public record Group(String name, Bytes before, Bytes after) {
    /// Positive where it grew.
    public long growth() {
      return after.count() - before.count();
    }
  }

  /// Rules that could not be judged of one of the two images.
  public record Open(ImageVerdict image, UndecidedRules rules) {}

  /// What changed between two images that were judged alike; `remarks` were made on the way.
  public static Difference between(ImageVerdict before, ImageVerdict after, List<String> remarks) {
    List<OfPlatform> platforms = new ArrayList<>();
    for (Facts now : after.facts().toList()) {
      before
          .facts()
          .filter(then -> then.platform().equals(now.platform()))
          .findFirst()
          .ifPresent(then -> platforms.add(platform(then, now)));
    }
    Breaches then = Breaches.of(before);
    Breaches now = Breaches.of(after);
    return new Difference(
        before,
        after,
        platforms,
        after.byWhatTheySave().stream().filter(then::lackSomeOf).toList(),
        before.byWhatTheySave().stream().filter(now::lackAllOf).toList(),
        Stream.of(before, after).flatMap(Difference::open).toList(),
        remarks);
  }

  private static Stream<Open> open(ImageVerdict image) {
    return image.verdict().undecided().stream().map(rules -> new Open(image, rules));
  }

  /// Whether there is a platform for which both images could be read.
  public boolean comparable() {
    return !platforms.isEmpty();
  }

  private static OfPlatform platform(Facts before, Facts after) {
    List<Group> groups =
        before.files().isPresent() && after.files().isPresent()
            ? groups(before.files().get(), after.files().get())
            : List.of();
    return new OfPlatform(before, after, missing(before, after), missing(after, before), groups);
  }

  /// The layers of `to` that `from` does not have.
  private static List<Layer> missing(Facts from, Facts to) {
    List<Digest> known = from.layers().stream().map(Layer::diffId).toList();
    return to.layers().stream().filter(layer -> !known.contains(layer.diffId())).toList();
  }

  private static List<Group> groups(FileFacts before, FileFacts after) {
    Map<String, Bytes> then = bytes(before);
    Map<String, Bytes> now = bytes(after);
    return Stream.concat(then.keySet().stream(), now.keySet().stream())
        .distinct()
        .map(
            name ->
                new Group(
                    name, then.getOrDefault(name, Bytes.NONE), now.getOrDefault(name, Bytes.NONE)))
        .filter(group -> group.growth() != 0)
        .sorted(
            Comparator.<Group>comparingLong(group -> -Math.abs(group.growth()))
                .thenComparing(Group::name))
        .toList();
  }

  private static Map<String, Bytes> bytes(FileFacts files) {
    Map<String, Bytes> bytes = new TreeMap<>();
    for (FileGroup group : files.groups()) {
      bytes.merge(nameOf(group), group.disk(), Bytes::plus);
    }
    return bytes;
  }

  private static String nameOf(FileGroup group) {
    if (!group.present()) {
      return "hidden by later layers";
    }
    return group.owner() == null
        ? group.fileClass().plural() + " of no package"
        : "package " + group.owner();
  }
}
