package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.registry.RegistrySettings.Host;
import dev.plimsoll.registry.connection.Network;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  private static final RegistrySettings SETTINGS =
      new RegistrySettings(
          Map.of(
              "127.0.0.1:5000", Host.OVER_PLAIN_HTTP,
              "localhost", Host.OVER_HTTPS,
              "Registry.Internal:80", Host.OVER_PLAIN_HTTP,
              "[::1]:5001", Host.OVER_HTTPS));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "169.254.169.254",
        "169.254.1.1",
        "224.0.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "::1",
        "::",
        "fe80::1",
        "ff02::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254"
      })
  void isInside(String address) {
    assertThat(AddressRules.isInside(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "192.168.1.1", "93.184.216.34", "2001:db8::1", "fd00::1"})
  void isNotInside(String address) {
    assertThat(AddressRules.isInside(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/v2/",
        "https://2130706433/v2/",
        "https://[::1]/v2/",
        "https://[::ffff:127.0.0.1]/v2/",
        "https://169.254.169.254/latest/meta-data/",
        "https://127.0.0.1:5001/",
        "https://0/"
      })
  void refusesAnAddressInsideHoweverItIsWritten(String url) {
    assertThatExceptionOfType(SourceException.Unavailable.class)
        .isThrownBy(() -> check(url))
        .withMessageContaining("an address inside, which is asked only for configured registries")
        .satisfies(e -> assertThat(e.temporary()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1/v2/",
        "http://localhost/v2/",
        "http://127.0.0.1:5001/",
        "ftp://10.0.0.1/",
        "file://10.0.0.1/etc/passwd"
      })
  void refusesPlainHttpWhereItIsNotConfigured(String url) {
    assertThatExceptionOfType(SourceException.Unavailable.class)
        .isThrownBy(() -> check(url))
        .withMessageContaining("over plain http, which is not configured for it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:secret@10.0.0.1/",
        "https:///v2/",
        "https://10.0.0.1:99999/",
        "https://under_score/",
        "https://127.1/"
      })
  void refusesAUrlThatNamesNoHostAlone(String url) {
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> check(url))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:5000/v2/", "https://127.0.0.1:5000/v2/", "https://localhost/v2/",
        "https://localhost:443/v2/", "https://10.0.0.1/v2/", "https://[::1]:5001/v2/"
      })
  void allowsWhatIsConfiguredOrOutside(String url) {
    assertThatCode(() -> check(url)).doesNotThrowAnyException();
  }

  @Test
  void aLookupEndsWithTheDeadline() {
    assertThatExceptionOfType(SourceException.Unavailable.class)
        .isThrownBy(
            () -> {
              try (AddressRules rules = new AddressRules(SETTINGS)) {
                Deadline now = Deadline.in(Duration.ZERO);
                rules.check(URI.create("https://registry.invalid/"), Task.of("asking", now));
              }
            })
        .withMessageContaining("registry.invalid");
  }

  private static void check(String url) throws SourceException {
    try (AddressRules rules = new AddressRules(SETTINGS)) {
      rules.check(URI.create(url), Task.of("asking", Deadline.in(Duration.ofSeconds(5))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://registry.tools.svc/v2/",
        "https://registry.tools.svc.cluster.local/v2/",
        "https://10.96.0.1/v2/",
        "https://[fd00:10:96::1]/v2/"
      })
  void asksNoServiceOfTheClusterThatIsNotConfigured(String url) {
    RegistrySettings cluster =
        SETTINGS.with(List.of(Network.parse("10.96.0.0/12"), Network.parse("fd00:10:96::/112")));
    try (AddressRules rules = new AddressRules(cluster)) {
      assertThatExceptionOfType(SourceException.Unavailable.class)
          .isThrownBy(
              () ->
                  rules.check(
                      URI.create(url), Task.of("reading x", Deadline.in(Duration.ofSeconds(5)))))
          .withMessageContaining("which is asked only for configured registries; configure");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost:8443/v2/",
        "https://LOCALHOST:8443/v2/",
        "https://web:8443/v2/",
        "https://web.:8443/v2/"
      })
  void refusesANameWithoutADomain(String url) {
    assertThatExceptionOfType(SourceException.Unavailable.class)
        .isThrownBy(() -> check(url))
        .withMessageContaining("inside, which is asked only for configured registries")
        .satisfies(e -> assertThat(e.temporary()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes.default", "web.shop:8443", "db-0.db.shop"})
  void refusesAServiceByItsShortName(String host) {
    URI uri = URI.create("https://" + host + "/v2/");
    assertThatExceptionOfType(SourceException.Unavailable.class)
        .isThrownBy(() -> inACluster(SETTINGS, uri))
        .withMessageContaining("a Service's in the cluster, inside, which is asked only");

    RegistrySettings configured = SETTINGS.with(uri.getAuthority(), Host.OVER_HTTPS);
    assertThatCode(() -> inACluster(configured, uri)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ghcr.io", "registry.example.com", "a.b.example.com", "web.shop."})
  void asksNamesThatAreNoServices(String host) {
    assertThatCode(() -> inACluster(SETTINGS, URI.create("https://" + host + "/v2/")))
        .doesNotThrowAnyException();
  }

  /// A check in a Pod, whose cluster has the Services `web`, `kubernetes` and `db`.
  private static void inACluster(RegistrySettings settings, URI uri) throws SourceException {
    SearchPath path =
        SearchPath.parse("search plimsoll.svc.cluster.local svc.cluster.local cluster.local");
    Set<String> services = Set.of("kubernetes.default", "web.shop", "db-0.db.shop");
    HostNames.Resolver cluster =
        host -> {
          boolean full = host.endsWith(".svc.cluster.local.");
          if (full && !services.contains(host.replace(".svc.cluster.local.", ""))) {
            throw new UnknownHostException(host);
          }
          return new InetAddress[] {InetAddress.ofLiteral("192.0.2.1")};
        };
    try (AddressRules rules = new AddressRules(settings, new HostNames(cluster), path)) {
      rules.check(uri, Task.of("asking", Deadline.in(Duration.ofSeconds(5))));
    }
  }

  @Test
  void searchPathHoldsTheDomainsOfServicesAlone() {
    assertThat(
            SearchPath.parse("nameserver 10.96.0.10\ndomain corp\nsearch a.svc.x.y. svc.x.y x.y\n"))
        .isEqualTo(new SearchPath(List.of("a.svc.x.y", "svc.x.y")));
    assertThat(SearchPath.parse("nameserver 9.9.9.9\n")).isEqualTo(SearchPath.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.95.255.255", "10.112.0.0", "93.184.216.34"})
  void networkHoldsItsOwnAddressesAlone(String address) {
    Network services = Network.parse("10.96.0.0/12");

    assertThat(services.contains(InetAddress.ofLiteral(address))).isFalse();
    assertThat(services.contains(InetAddress.ofLiteral("10.111.255.255"))).isTrue();
    assertThat(Network.parse("10.96.0.1").contains(InetAddress.ofLiteral("10.96.0.2"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.96.0.0/33", "10.96.0.0/x", "services", "10.96.0.0/-1", ""})
  void networkSaysWhatItIsNot(String text) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Network.parse(text))
        .withMessageContaining("is no range of addresses; write for example 10.96.0.0/12");
  }
}
