package dev.plimsoll.rule.metadata;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.HistoryLines;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import java.util.Comparator;
import java.util.List;

/// `privileged-port`: an image exposes a port below 1024.
///
/// The config's exposed ports decide: what the application really listens on no image says.
public final class PrivilegedPort implements Rule<PrivilegedPort.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("privileged-port", Family.METADATA, Severity.LOW, Depth.CONFIG)
          .refuses("An image exposes a port below 1024.")
          .because(
              "To listen there, a process needs root or CAP_NET_BIND_SERVICE unless the node or the Pod"
                  + " lowers net.ipv4.ip_unprivileged_port_start.")
          .mendedBy(
              "Let the application listen on a port from 1024 up; a Service maps 80 to it anyway.")
          .practice("Run as a non-root user, on a port that one may open.")
          .wrongFor(
              "Container runtimes that let everybody open low ports, and web servers behind"
                  + " hostPort: allow their ports.");

  private static final int FIRST_FREE = 1024;

  /// `allow` are ports that may be exposed all the same.
  public record Parameters(
      @Parameter("Ports below 1024 that may be exposed, such as 80 or 53/udp.")
          List<String> allow) {
    public Parameters {
      allow = List.copyOf(allow);
    }
  }

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(List.of());
  }

  @Override
  public List<Finding> measure(Facts facts) {
    List<Evidence> low =
        facts.config().exposedPorts().stream()
            .filter(port -> numberOf(port) < FIRST_FREE)
            .sorted(Comparator.comparingInt(PrivilegedPort::numberOf).thenComparing(p -> p))
            .map(port -> new Evidence(port, Bytes.NONE))
            .toList();
    if (low.isEmpty()) {
      return List.of();
    }
    return List.of(
        Finding.of(DESCRIPTION, new Measure.Observed(), "EXPOSE " + Evidences.names(low))
            .blaming(HistoryLines.lastThatSets(facts.config(), "EXPOSE"))
            .showing(low)
            .mendedBy(
                "let the application listen on "
                    + higher(low.getFirst().subject())
                    + " instead of "
                    + low.getFirst().subject()
                    + ", and let the Service map the port"));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    List<Evidence> left =
        finding.evidence().stream()
            .filter(e -> !parameters.allow().contains(e.subject()))
            .filter(e -> !parameters.allow().contains(withoutProtocol(e.subject())))
            .toList();
    return left.isEmpty()
        ? new Judgement.Within()
        : new Judgement.Beyond("port " + Evidences.names(left), "ports from 1024 up");
  }

  /// The usual counterpart above 1024: 8080 for 80, 8443 for 443, 8022 for 22.
  private static String higher(String port) {
    return String.valueOf(8000 + numberOf(port));
  }

  /// The port's number, or the first of a range; what is no number is no low port.
  private static int numberOf(String port) {
    String number = withoutProtocol(port).split("-", 2)[0];
    return number.matches("\\d{1,5}") && Integer.parseInt(number) > 0
        ? Integer.parseInt(number)
        : Integer.MAX_VALUE;
  }

  private static String withoutProtocol(String port) {
    int slash = port.indexOf('/');
    return slash < 0 ? port : port.substring(0, slash);
  }
}
