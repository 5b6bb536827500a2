package dev.plimsoll.rule.metadata;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivilegedPortTest {
  private final PrivilegedPort rule = new PrivilegedPort();

  @Test
  void findsPortsBelow1024LowestFirstAndNamesACounterpart() {
    Finding finding =
        rule.measure(
                image()
                    .exposes("443/tcp")
                    .exposes("8080/tcp")
                    .exposes("80/tcp")
                    .history("EXPOSE map[443/tcp:{} 80/tcp:{}]")
                    .facts())
            .getFirst();

    assertThat(judge(finding)).isEqualTo(new Beyond("port 80/tcp, 443/tcp", "ports from 1024 up"));
    assertThat(finding.fix()).contains("listen on 8080 instead of 80/tcp");
    assertThat(finding.blame().instruction().text()).startsWith("EXPOSE map");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1023/tcp", "53/udp", "1000-2000/tcp"})
  void countsAnyProtocolAndTheLowEndOfARange(String port) {
    assertThat(rule.measure(image().exposes(port).facts())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1024/tcp", "8080", "0/tcp", "http", "-1", ""})
  void isContentWithHigherOnesAndWithWhatIsNoPort(String port) {
    assertThat(rule.measure(image().exposes(port).facts())).isEmpty();
  }

  @Test
  void allowsPortsByNumberOrWithTheirProtocol() {
    Finding finding = rule.measure(image().exposes("80/tcp").exposes("53/udp").facts()).getFirst();

    assertThat(judge(finding, "80", "53/udp")).isEqualTo(new Within());
    assertThat(judge(finding, "80", "53/tcp"))
        .isEqualTo(new Beyond("port 53/udp", "ports from 1024 up"));
  }

  private Judgement judge(Finding finding, String... allowed) {
    return rule.judge(
        finding,
        new PrivilegedPort.Parameters(List.of(allowed)),
        new ContainerContext("web", null));
  }
}
