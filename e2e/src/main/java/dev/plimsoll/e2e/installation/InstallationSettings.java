package dev.plimsoll.e2e.installation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How Plimsoll is to be installed.
///
/// @param insecureRegistries hosts that speak plain http
/// @param failurePolicy what the API server does where the webhook does not answer
/// @param timeout how long the API server waits for it
/// @param properties further configuration of the operator, `name=value`
public record InstallationSettings(
    Set<String> insecureRegistries,
    String failurePolicy,
    Duration timeout,
    List<String> properties) {
  public InstallationSettings {
    insecureRegistries = Set.copyOf(insecureRegistries);
    properties = List.copyOf(properties);
  }

  public static InstallationSettings withInsecureRegistries(String... hosts) {
    return new InstallationSettings(Set.of(hosts), "Ignore", Duration.ofSeconds(5), List.of());
  }

  public InstallationSettings withFailurePolicy(String policy) {
    return new InstallationSettings(insecureRegistries, policy, timeout, properties);
  }

  public InstallationSettings withTimeout(Duration longest) {
    return new InstallationSettings(insecureRegistries, failurePolicy, longest, properties);
  }

  public InstallationSettings withProperty(String nameAndValue) {
    List<String> more = new ArrayList<>(properties);
    more.add(nameAndValue);
    return new InstallationSettings(insecureRegistries, failurePolicy, timeout, more);
  }
}
