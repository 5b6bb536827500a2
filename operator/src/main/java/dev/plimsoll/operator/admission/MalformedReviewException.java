package dev.plimsoll.operator.admission;

/// What came to the webhook is no AdmissionReview; the message says what is wrong with it.
final class MalformedReviewException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String fault;

  MalformedReviewException(String fault, Throwable cause) {
    super(fault, cause);
    this.fault = fault;
  }

  MalformedReviewException(String fault) {
    super(fault);
    this.fault = fault;
  }

  String fault() {
    return fault;
  }
}
