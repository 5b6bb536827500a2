package dev.plimsoll.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// The domains by which the resolver completes short names, as far as they are a cluster's of
/// Services: in a Pod, `web.shop` means the Service `web.shop.svc.cluster.local`.
record SearchPath(List<String> serviceDomains) {
  static final SearchPath NONE = new SearchPath(List.of());

  private static final Path RESOLVER_CONFIGURATION = Path.of("/etc/resolv.conf");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern OF_SERVICES =
      Pattern.compile("([^.]+\\.)?svc\\..+", Pattern.CASE_INSENSITIVE);

  /// `hostname.name.namespace` is the longest form in which a Service can be written short.
  private static final int MOST_LABELS = 3;

  SearchPath {
    serviceDomains = List.copyOf(serviceDomains);
  }

  /// That of this machine; none where it cannot be read.
  static SearchPath ofThisMachine() {
    try {
      return parse(Files.readString(RESOLVER_CONFIGURATION, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return NONE;
    }
  }

  /// That of a `resolv.conf`; of several lines the last one counts.
  static SearchPath parse(String configuration) {
    List<String> domains = List.of();
    for (String line : configuration.lines().toList()) {
      List<String> words = Arrays.asList(SPACE.split(line.strip()));
      if (words.getFirst().equals("search") || words.getFirst().equals("domain")) {
        domains = words.subList(1, words.size());
      }
    }
    return new SearchPath(
        domains.stream()
            .map(domain -> domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain)
            .filter(domain -> OF_SERVICES.matcher(domain).matches())
            .toList());
  }

  /// The full names of the Services that a host name may stand for.
  List<String> servicesOf(String host) {
    return host.endsWith(".") || host.chars().filter(c -> c == '.').count() >= MOST_LABELS
        ? List.of()
        : serviceDomains.stream().map(domain -> host + "." + domain + ".").toList();
  }
}
