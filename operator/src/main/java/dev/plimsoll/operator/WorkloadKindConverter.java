package dev.plimsoll.operator;

import dev.plimsoll.workload.WorkloadKind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/// Reads a further kind of workload, as in `Rollout=rollouts.argoproj.io/spec.template`.
public final class WorkloadKindConverter implements Converter<WorkloadKind> {
  private static final long serialVersionUID = 1L;
  private static final Pattern FORM =
      Pattern.compile(
          "(?<kind>[A-Z][A-Za-z0-9]*)=(?<resource>[a-z][a-z0-9]*)\\.(?<group>[a-z0-9][a-z0-9.-]*)"
              + "/(?<path>[A-Za-z][A-Za-z0-9]*(?:\\.[A-Za-z][A-Za-z0-9]*)*)");

  @Override
  public WorkloadKind convert(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "plimsoll.extra-workloads has '%s'; write KIND=RESOURCE.GROUP/PATH-TO-THE-POD-TEMPLATE,"
                  .formatted(text)
              + " as Rollout=rollouts.argoproj.io/spec.template");
    }
    return new WorkloadKind(
        form.group("group"),
        form.group("resource"),
        form.group("kind"),
        List.of(form.group("path").split("\\.", -1)));
  }
}
