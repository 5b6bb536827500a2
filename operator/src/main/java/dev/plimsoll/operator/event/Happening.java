package dev.plimsoll.operator.event;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;

/// Something that happened to an object: in a word for programs and a sentence for people.
///
/// `once` tells this time from others of the same kind: what has the same object, reason and
/// `once` is one Event, whoever tells of it and how often.
public record Happening(
    ObjectReference regarding,
    Weight weight,
    String action,
    String reason,
    String note,
    String once) {

  /// Whether somebody should look.
  public enum Weight {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String type;

    Weight(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  /// What Events are about an object by.
  public static ObjectReference referenceTo(HasMetadata object) {
    return new ObjectReferenceBuilder()
        .withApiVersion(object.getApiVersion())
        .withKind(object.getKind())
        .withNamespace(object.getMetadata().getNamespace())
        .withName(object.getMetadata().getName())
        .withUid(object.getMetadata().getUid())
        .withResourceVersion(object.getMetadata().getResourceVersion())
        .build();
  }
}
