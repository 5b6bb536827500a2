package dev.plimsoll.e2e.pictures;

import static dev.plimsoll.e2e.parts.Kubectl.expect;

import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.process.Patience;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sixteen images of the corpus in four namespaces, each under a policy that only records.
final class Fleet {
  private static final Duration JUDGED = Duration.ofMinutes(5);
  private static final Map<String, List<String>> IMAGES = images();

  private final Kubectl kubectl;
  private final String registry;

  Fleet(Kubectl kubectl, String registry) {
    this.kubectl = kubectl;
    this.registry = registry;
  }

  private static Map<String, List<String>> images() {
    Map<String, List<String>> images = new LinkedHashMap<>();
    images.put(
        "shop",
        List.of("apps/000:before", "apps/001:corrected", "apps/node:corrected", "apps/002:before"));
    images.put(
        "bank",
        List.of("apps/000:corrected", "apps/003:before", "apps/004:after", "apps/002:corrected"));
    images.put(
        "search",
        List.of(
            "apps/002-go:before",
            "apps/004:before",
            "apps/002-distroless:after",
            "apps/001:before"));
    images.put(
        "tools", List.of("base/debian:12", "faults:compiler", "planted:vcs", "apps/node:after"));
    return images;
  }

  /// Deploys them and returns once each has its report.
  void deploy() {
    IMAGES.forEach(
        (namespace, images) -> {
          expect(kubectl.run("create", "namespace", namespace));
          expect(kubectl.apply(policy(), "--namespace=" + namespace));
          for (String image : images) {
            expect(kubectl.deploy(nameOf(image), registry + "/" + image, namespace));
          }
        });
    long all = IMAGES.values().stream().mapToLong(List::size).sum();
    Patience.await(
        JUDGED,
        () -> reports() == all,
        () -> "%d of %d images have a report after %s".formatted(reports(), all, JUDGED));
  }

  private long reports() {
    return expect(
            kubectl.run(
                "get",
                "imagereports.plimsoll.dev",
                "-o=jsonpath={range .items[*]}{.spec.image.pullBytes}{\"\\n\"}{end}"))
        .lines()
        .filter(line -> !line.isBlank())
        .count();
  }

  private String policy() {
    return """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImagePolicy
        metadata: {name: load-line}
        spec:
          enforcement: Audit
          profile: Baseline
          knownBases: ["%1$s/base/debian:12", "%1$s/base/debian:12-slim", "%1$s/base/python:3.11", "%1$s/base/python:3.11-slim"]
          rules: {size: {pullSize: {max: 150Mi}}}
        """
        .formatted(registry);
  }

  private static String nameOf(String image) {
    return image.replaceAll("[^a-z0-9]+", "-");
  }
}
