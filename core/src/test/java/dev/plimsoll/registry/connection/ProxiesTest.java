package dev.plimsoll.registry.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static final Map<String, String> BOTH =
      Map.of("HTTPS_PROXY", "http://proxy.example.com:3128", "http_proxy", "other:8080");

  @Test
  void readsTheEnvironmentInUpperAndLowerCase() {
    Proxies proxies = Proxies.of(BOTH);
    assertThat(proxies.proxyFor(URI.create("https://registry.example.com/v2/")))
        .contains(InetSocketAddress.createUnresolved("proxy.example.com", 3128));
    assertThat(proxies.proxyFor(URI.create("http://registry.example.com/v2/")))
        .contains(InetSocketAddress.createUnresolved("other", 8080));
    assertThat(Proxies.of(Map.of())).isEqualTo(Proxies.NONE);
    assertThat(Proxies.NONE.proxyFor(URI.create("https://registry.example.com/"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registry.example.com | https://registry.example.com/ | true",
        "registry.example.com | https://a.registry.example.com/ | true",
        "registry.example.com | https://notregistry.example.com/ | false",
        "EXAMPLE.com | https://Registry.example.COM/ | true",
        ".example.com | https://registry.example.com/ | true",
        ".example.com | https://example.com/ | false",
        "*.example.com | https://registry.example.com/ | true",
        "*.example.com | https://example.com/ | false",
        "* | https://anything.example.org/ | true",
        "registry:5000 | https://registry:5000/ | true",
        "registry:5000 | https://registry:5001/ | false",
        "registry:443 | https://registry/ | true",
        "10.0.0.0/8 | https://10.200.3.4/ | true",
        "10.0.0.0/8 | https://11.0.0.1/ | false",
        "10.1.0.0/20 | https://10.1.15.255/ | true",
        "10.1.0.0/20 | https://10.1.16.0/ | false",
        "10.0.0.0/x | https://10.0.0.1/ | false",
        "10.0.0.0/99 | https://10.0.0.1/ | false",
        "fd00::/8 | https://[fd12::1]:5000/ | true",
        "fd00::/8 | https://10.0.0.1/ | false",
        "10.0.0.1 | https://10.0.0.1:5000/ | true",
        "10.0.0.1:5000 | https://10.0.0.1:5000/ | true",
        "10.0.0.1:5000 | https://10.0.0.1:5001/ | false",
        "[fd12::1] | https://[fd12::1]/ | true",
        "a.example.com, b.example.com | https://b.example.com/ | true",
        "'' | https://localhost:5000/ | true",
        "'' | https://127.0.0.1:5000/ | true",
        "'' | https://[::1]:5000/ | true",
        "'' | https://10.0.0.1/ | false"
      })
  void asksDirectlyWhatIsExcepted(String except, URI uri, boolean direct) {
    Proxies proxies = Proxies.of(Map.of("https_proxy", "http://proxy:3128", "no_proxy", except));
    assertThat(proxies.proxyFor(uri).isEmpty()).isEqualTo(direct);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://proxy:3128", "socks5://proxy", "http://user:secret@proxy:1", "http://"})
  void refusesProxiesThatCannotBeUsedWithoutQuotingThem(String proxy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", proxy)))
        .withMessageStartingWith("HTTPS_PROXY names no proxy that can be used; write http://")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }
}
