package dev.plimsoll.operator.running;

import dev.plimsoll.operator.inspection.Puller;
import dev.plimsoll.reference.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who pulls the images that run, a few for each image: enough to find one to whom it is open.
public final class Pullers {
  private static final int MOST = 8;

  private final Map<Reference, List<Puller>> pullers = new HashMap<>();

  /// Whoever a Pod pulls an image as that it runs.
  public void add(RunningImage image, RunningPod pod) {
    if (image.pinned() != null) {
      Puller puller = new Puller(pod.namespace(), pod.pull());
      List<Puller> known = pullers.computeIfAbsent(image.pinned(), _ -> new ArrayList<>());
      boolean isNews =
          known.size() < MOST
              || known.stream().noneMatch(other -> other.namespace().equals(pod.namespace()));
      if (isNews && !known.contains(puller)) {
        known.add(puller);
      }
    }
  }

  /// Somebody who pulls an image, by whatever name.
  public void add(Reference image, Puller puller) {
    List<Puller> known = pullers.computeIfAbsent(image, _ -> new ArrayList<>());
    if (known.size() < MOST && !known.contains(puller)) {
      known.add(puller);
    }
  }

  /// The first few that pull an image.
  List<Puller> of(Reference pinned) {
    List<Puller> known = pullers.getOrDefault(pinned, List.of());
    return known.subList(0, Math.min(known.size(), MOST));
  }

  /// One of them in a namespace, where there is any.
  public Optional<Puller> in(String namespace, Reference pinned) {
    return pullers.getOrDefault(pinned, List.of()).stream()
        .filter(puller -> puller.namespace().equals(namespace))
        .findFirst();
  }
}
