package dev.plimsoll.operator.admission;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.operator.admission.Subject.Images;
import dev.plimsoll.operator.admission.Subject.Nothing;
import dev.plimsoll.operator.admission.Subject.Reason;
import dev.plimsoll.operator.admission.Subject.ToJudge;
import dev.plimsoll.workload.ContainerImage;
import dev.plimsoll.workload.ContainerKind;
import dev.plimsoll.workload.JsonSlice;
import dev.plimsoll.workload.Workload;
import dev.plimsoll.workload.WorkloadKind;
import dev.plimsoll.workload.WorkloadReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Which images of a workload a review puts to judgement.
///
/// A created workload is judged whole. An updated one is judged whole when its pod template
/// changed, however little; a Pod only in what changed: new images, new ephemeral containers,
/// and where its labels changed, policies that now select it. Nothing is judged that is being
/// deleted.
final class Workloads {
  /// The subresource by which `kubectl debug` puts containers into a running Pod.
  static final String EPHEMERAL_CONTAINERS = "ephemeralcontainers";

  private Workloads() {}

  /// The kind of workload that a review is about, for people; one word for all that are none.
  static String nameOfKind(Review review) {
    WorkloadKind kind = review.kind();
    return kind == null ? "other" : kind.kind();
  }

  /// What of a review is to be judged.
  static Subject subjectOf(Review review) throws MalformedReviewException {
    boolean isUpdate = review.operation().equals("UPDATE");
    if (!isUpdate && !review.operation().equals("CREATE")) {
      return new Nothing(Reason.OPERATION);
    }
    WorkloadKind kind = review.kind();
    if (kind == null || review.object() == null) {
      return new Nothing(Reason.NOT_A_WORKLOAD);
    }
    boolean isEphemeral = kind.isPod() && review.subresource().equals(EPHEMERAL_CONTAINERS);
    if (!review.subresource().isEmpty() && !isEphemeral) {
      return new Nothing(Reason.SUBRESOURCE);
    }
    Workload object = read(review.object(), kind);
    if (object.beingDeleted()) {
      return new Nothing(Reason.BEING_DELETED);
    }
    Workload former =
        isUpdate && review.oldObject() != null ? read(review.oldObject(), kind) : null;
    List<ToJudge> images = former == null ? all(object) : changed(kind, object, former);
    return images.isEmpty()
        ? new Nothing(Reason.NO_IMAGE_CHANGED)
        : new Images(
            title(review, kind, object),
            kind.isPod(),
            object.template().labels(),
            object.template().pull(),
            images);
  }

  private static Workload read(JsonSlice object, WorkloadKind kind)
      throws MalformedReviewException {
    try {
      return WorkloadReader.read(object, kind);
    } catch (IOException e) {
      throw new MalformedReviewException("the " + kind.kind() + " in the review is damaged", e);
    }
  }

  private static List<ToJudge> all(Workload object) {
    return object.template().images().stream().map(ToJudge::new).toList();
  }

  private static List<ToJudge> changed(WorkloadKind kind, Workload object, Workload former) {
    if (!kind.isPod()) {
      return object.text().equals(former.text())
          ? List.of()
          : all(object).stream().map(image -> image.after(former.template())).toList();
    }
    Set<Running> running =
        former.template().images().stream().map(Running::of).collect(toUnmodifiableSet());
    Map<String, String> formerLabels = former.template().labels();
    boolean relabelled = !formerLabels.equals(object.template().labels());
    return object.template().images().stream()
        .flatMap(
            image ->
                !running.contains(Running.of(image))
                    ? Stream.of(new ToJudge(image).after(former.template()))
                    : relabelled
                        ? Stream.of(new ToJudge(image, formerLabels, null))
                        : Stream.empty())
        .toList();
  }

  private static String title(Review review, WorkloadKind kind, Workload object) {
    String name = object.name().isEmpty() ? review.name() : object.name();
    return "%s %s/%s".formatted(kind.kind(), review.namespace(), name);
  }

  /// A container that runs already, under this name from this image. Volumes have names of their
  /// own, and other rules: one lends its name to no container.
  private record Running(ContainerKind kind, String container, String image) {
    static Running of(ContainerImage image) {
      return new Running(image.kind(), image.container(), image.image());
    }
  }
}
