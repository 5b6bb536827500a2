package dev.plimsoll.operator.metrics;

import dev.plimsoll.verdict.JudgedImage;
import java.time.Duration;
import java.util.List;

/// What is counted about answers.
public interface AdmissionMeter {

  /// A review of a workload of this kind was answered: `images` are those that were judged, none
  /// where no policy was about any.
  void answered(String kind, boolean allowed, List<JudgedImage> images, Duration took);
}
