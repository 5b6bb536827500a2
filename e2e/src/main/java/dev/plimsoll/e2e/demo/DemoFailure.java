package dev.plimsoll.e2e.demo;

/// A step of the demo did not give what it should.
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }
}
