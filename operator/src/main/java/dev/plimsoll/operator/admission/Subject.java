package dev.plimsoll.operator.admission;

import dev.plimsoll.workload.ContainerImage;
import dev.plimsoll.workload.PodTemplate;
import dev.plimsoll.workload.PullAccess;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What of a review is to be judged.
sealed interface Subject {

  /// Nothing: whatever the policies say, the review changes no image.
  record Nothing(Reason reason) implements Subject {}

  /// These images. `title` names the workload for people (`Deployment shop/web`), `labels` are
  /// its Pods', `pull` is what they pull with; `isPod` tells a Pod from what makes Pods, each
  /// of which is judged again.
  record Images(
      String title,
      boolean isPod,
      Map<String, String> labels,
      PullAccess pull,
      List<ToJudge> images)
      implements Subject {
    public Images {
      labels = Map.copyOf(labels);
      images = List.copyOf(images);
    }
  }

  /// An image to judge. Where the Pod runs it already, `admittedUnder` are the labels that the
  /// Pod had: only policies that did not select those have something new to say. `replaces` is the
  /// image that the same container had before the update, null where there was none.
  record ToJudge(
      ContainerImage image,
      @Nullable Map<String, String> admittedUnder,
      @Nullable String replaces) {
    ToJudge(ContainerImage image) {
      this(image, null, null);
    }

    /// The same image, in the place of what a container of that name had in `former`.
    ToJudge after(PodTemplate former) {
      return new ToJudge(
          image,
          admittedUnder,
          former.images().stream()
              .filter(
                  other ->
                      other.container().equals(image.container())
                          && other.isVolume() == image.isVolume())
              .map(ContainerImage::image)
              .findFirst()
              .orElse(null));
    }
  }

  /// Why there is nothing to judge.
  enum Reason {
    OPERATION,
    NOT_A_WORKLOAD,
    SUBRESOURCE,
    BEING_DELETED,
    NO_IMAGE_CHANGED
  }
}
