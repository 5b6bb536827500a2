package dev.plimsoll.packages.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.packages.Ecosystem;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Chains of versions, oldest first, as each ecosystem's own tool orders them; `=` joins versions
/// that are the same.
class VersionOrderTest {
  @ParameterizedTest
  @CsvSource({
    "DPKG, 1.0~~ 1.0~rc1-1 1.0~rc2-1 1.0-0=1.0=00:1.0 1.0-1 1.0-1+b1 1.0-1+deb12u1 1.0-10 1.0a-1 1.0+x-1 1.0.1-1",
    "DPKG, 1:0.9=01:0.9 1:0.10 1:0.10a 2:0",
    "DPKG, 3.0.11-1~deb12u2 3.0.11-1 3.0.11-1+b1 3.0.15-1~deb12u1 3.1",
    "RPM, 1.0~rc1-1 1.0~rc2-1 1.0-1=0:1.0-1=1.0-01 1.0-2.el9 1.0-2.el9_1 1.0-10 1.0^git1-1 1.0.a-1 1.0.1-1 1.10-1",
    "RPM, 2.34-60.el9 2.34-100.el9_4.2 1:0.5-1 2:0.1-1",
    "RPM, 1a 1b 1.1 1.1.1=1_1.1 10",
    "APK, 1.2_alpha1 1.2_alpha2 1.2_beta 1.2_pre1 1.2_rc1 1.2-r0=1.2 1.2-r1 1.2-r10 1.2_git20240101 1.2_p1 1.2_p1-r3 1.2a 1.2b-r0 1.2.1 1.10",
    "APK, 1.01 1.1 1.2",
    "NPM, 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0=1.0.0+build5 1.0.1 1.9.0 1.10.0",
    "GO, v0.0.0-20200101000000-abc v0.0.0-20210101000000-abc v0.1.0 v1.2.3 v2.0.0+incompatible=v2.0.0",
    "CARGO, 0.9.9 1.0.0-rc.1 1.0.0 18446744073709551617.0.0",
    "PYTHON, 1.0.dev1 1.0a1.dev1 1.0a1=1.0alpha1 1.0a2 1.0b1 1.0rc1=1.0c1=1.0-rc.1 1.0=1.0.0=v1.0 1.0+local 1.0+local.5 1.0+1 1.0.post1.dev1 1.0.post1=1.0-1 1.0.1 1.1.dev2 1.1 1.10 1!0.1",
    "MAVEN, 1-alpha-1 1-beta-1=1-b1 1-milestone-2=1m2 1-rc1=1.0-CR1 1-SNAPSHOT 1=1.0=1.0.0=1.0.Final=1-ga 1-sp 1-jre 1.0.1 1.1 1.10 2.14.1 2.17.1",
    "GEM, 1.0.0.a 1.0.0.b2 1.0.0.rc1 1.0.0=1.0=1 1.0.1 1.9 1.10",
    "COMPOSER, 1.0-dev 1.0-alpha1 1.0-beta1 1.0-RC1=1.0.0rc1 1.0=v1.0.0=1.0.0.0 1.0-patch1=1.0-p1 1.0.1 1.10",
  })
  void ordersAsTheEcosystemDoes(Ecosystem ecosystem, String chain) {
    Comparator<String> order = VersionOrder.of(ecosystem);
    List<List<String>> steps =
        List.of(chain.split(" ")).stream().map(step -> List.of(step.split("="))).toList();

    for (int i = 0; i < steps.size(); i++) {
      for (int j = 0; j < steps.size(); j++) {
        for (String one : steps.get(i)) {
          for (String other : steps.get(j)) {
            assertThat(Integer.signum(order.compare(one, other)))
                .as("%s against %s", one, other)
                .isEqualTo(Integer.compare(i, j));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"DPKG", "RPM", "APK", "PYTHON", "NPM", "GEM", "MAVEN", "GO", "CARGO", "COMPOSER"})
  void putsWhatIsNoVersionSomewhere(Ecosystem ecosystem) {
    Comparator<String> order = VersionOrder.of(ecosystem);
    for (String odd :
        List.of("", ":", "-", "~", "^", "..", "a:b-c", "1..2", "é", "v", "_", "!", "+", "1!")) {
      assertThat(order.compare(odd, odd)).as(odd).isZero();
      assertThat(Integer.signum(order.compare(odd, "1.0")))
          .as(odd)
          .isEqualTo(-Integer.signum(order.compare("1.0", odd)));
    }
  }
}
