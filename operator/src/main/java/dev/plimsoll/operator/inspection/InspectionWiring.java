package dev.plimsoll.operator.inspection;

import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/// Puts together what looks into images.
final class InspectionWiring {

  @Produces
  @Singleton
  PunctualInspections inspections() {
    return new PunctualInspections(
        (_, _, _, _) ->
            List.of(new Uninspectable(new Unknown(Cause.UNREACHABLE, "no registry yet"), null)));
  }

  void close(@Disposes PunctualInspections inspections) {
    inspections.close();
  }
}
