package dev.plimsoll.cli.judging;

import dev.plimsoll.cli.yaml.Place;
import dev.plimsoll.verdict.JudgedImage;
import java.util.List;

/// One workload of a manifest with the verdicts on its images; `title` names it for people, as
/// the webhook does.
public record WorkloadVerdict(String title, Place place, List<ImageVerdict> images) {
  public WorkloadVerdict {
    images = List.copyOf(images);
  }

  public List<JudgedImage> judged() {
    return images.stream().map(ImageVerdict::judged).toList();
  }

  /// Whether there is a rule that could not be judged.
  public boolean isOpen() {
    return images.stream().anyMatch(image -> !image.verdict().undecided().isEmpty());
  }

  /// Whether admission would let it in.
  public boolean mayPass() {
    return images.stream().allMatch(image -> image.verdict().mayPass());
  }
}
