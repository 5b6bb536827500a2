package dev.plimsoll.operator.fleet;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.fleet.FleetImage;
import dev.plimsoll.fleet.FleetLayer;
import dev.plimsoll.image.Platform;
import dev.plimsoll.reference.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The layers of every digest that runs, as far as they were read: all that is kept of an
/// image to add up a fleet.
public final class Outlines {
  private final Map<Digest, List<Outline>> outlines = new HashMap<>();

  private record Outline(Platform platform, FleetImage image) {}

  /// Takes note of what came of looking into a digest: one image, or those of an index.
  public void add(Digest digest, Collection<Inspection> inspections) {
    List<Outline> images = new ArrayList<>();
    for (Inspection inspection : inspections) {
      if (inspection instanceof Inspected(Facts facts, _)) {
        images.add(new Outline(facts.platform(), FleetImage.of(facts, Set.of(), Set.of())));
      }
    }
    if (!images.isEmpty()) {
      outlines.put(digest, List.copyOf(images));
    }
  }

  /// Forgets what runs no more.
  public void keepOnly(Set<Digest> running) {
    outlines.keySet().retainAll(running);
  }

  public boolean knows(Digest digest) {
    return outlines.containsKey(digest);
  }

  /// The layers of the image behind a digest, of an index that of a platform; none where they are
  /// not known.
  public List<FleetLayer> layers(Digest digest, @Nullable Platform platform) {
    List<Outline> images = outlines.getOrDefault(digest, List.of());
    return images.stream()
        .filter(outline -> images.size() == 1 || outline.platform().equals(platform))
        .map(outline -> outline.image().layers())
        .findFirst()
        .orElse(List.of());
  }

  /// The images behind digests, where they run.
  public List<FleetImage> images(Collection<Digest> digests, Presence presence) {
    return digests.stream()
        .flatMap(
            digest ->
                outlines.getOrDefault(digest, List.of()).stream()
                    .map(Outline::image)
                    .map(
                        image ->
                            new FleetImage(
                                image.digest(),
                                image.layers(),
                                image.base(),
                                presence.namespaces(digest),
                                presence.nodes(digest))))
        .toList();
  }

  /// How every digest is used, for its report.
  public Map<Digest, Use> uses(Presence presence) {
    List<FleetImage> all = images(presence.digests(), presence);
    Map<Digest, Fleet.Sharing> sharing = Fleet.sharing(all);
    Map<Digest, Use> uses = new HashMap<>();
    for (Digest digest : presence.digests()) {
      Use use =
          new Use(
              presence.namespaces(digest),
              presence.workloads(digest),
              presence.pods(digest),
              sharing.get(digest));
      uses.put(digest, use);
      for (Outline outline : outlines.getOrDefault(digest, List.of())) {
        Digest image = outline.image().digest();
        uses.putIfAbsent(image, use.with(sharing.get(image)));
      }
    }
    return uses;
  }
}
