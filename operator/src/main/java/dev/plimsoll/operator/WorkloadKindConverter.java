package dev.plimsoll.operator;

import dev.plimsoll.workload.WorkloadKind;
import org.eclipse.microprofile.config.spi.Converter;

/// Reads a further kind of workload, as in `Rollout=rollouts.argoproj.io/spec.template`.
public final class WorkloadKindConverter implements Converter<WorkloadKind> {
  private static final long serialVersionUID = 1L;

  @Override
  public WorkloadKind convert(String text) {
    try {
      return WorkloadKind.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("plimsoll.extra-workloads: " + e.getMessage(), e);
    }
  }
}
