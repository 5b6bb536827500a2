package dev.plimsoll.rule.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.Finding.Release;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedPackageTest {
  @ParameterizedTest
  @CsvSource({
    "openssl, DPKG, openssl, 3.0.11-1, true",
    "openssl, DPKG, libssl3, 3.0.11-1, false",
    "openssl<3.0.12, DPKG, openssl, 3.0.11-1~deb12u2, true",
    "openssl<3.0.11-1, DPKG, openssl, 3.0.11-1, false",
    "openssl<=3.0.11-1, DPKG, openssl, 3.0.11-1, true",
    "openssl>3.0.11-1, DPKG, openssl, 3.0.11-1, false",
    "openssl>3.0.9, DPKG, openssl, 3.0.11-1, true",
    "openssl>=3.0.11-1, DPKG, openssl, 3.0.11-1, true",
    "openssl>=3.0.12, DPKG, openssl, 3.0.11-1, false",
    "openssl=3.0.11, DPKG, openssl, 3.0.11-1, true",
    "openssl=3.0.11-2, DPKG, openssl, 3.0.11-1, false",
    "openssl=3.0.1, APK, openssl, 3.0.11-r0, false",
    "openssl=3.0.11, APK, openssl, 3.0.11-r0, true",
    "left-pad=1.0.0, NPM, left-pad, 1.0.0-rc.1, false",
    "@babel/core<8, NPM, @babel/core, 7.24.0, true",
    "PyYAML<6, PYTHON, pyyaml, 5.4, true",
    "ruamel.yaml, PYTHON, ruamel_yaml, 0.1, true",
    "pyyaml, NPM, PyYAML, 5.4, false",
    "log4j-core<2.17.1, MAVEN, org.apache.logging.log4j:log4j-core, 2.14.1, true",
    "org.apache.logging.log4j:log4j-core, MAVEN, org.apache.logging.log4j:log4j-core, 2.14.1, true",
    "log4j-core<2.17.1, MAVEN, log4j-core, 2.17.1, false",
    "golang.org/x/net<0.17.0, GO, golang.org/x/net, v0.9.0, true",
    "openssl<4, RPM, openssl, '', false",
    "openssl, RPM, openssl, '', true",
  })
  void meansNamesAndVersionsAsTheEcosystemDoes(
      String written, Ecosystem ecosystem, String name, String version, boolean meant) {
    Release release = new Release(new PackageName(ecosystem, name), version);
    assertThat(WantedPackage.parse(written).isMetBy(release)).isEqualTo(meant);
  }

  @Test
  void mayMeanAPackageOfWhichNoVersionIsTold() {
    Release unversioned = new Release(new PackageName(Ecosystem.MAVEN, "log4j-core"), "");

    assertThat(WantedPackage.parse("log4j-core<2").mayBeMetBy(unversioned)).isTrue();
    assertThat(WantedPackage.parse("log4j-core").mayBeMetBy(unversioned)).isFalse();
    assertThat(WantedPackage.parse("log4j-api<2").mayBeMetBy(unversioned)).isFalse();
  }

  @Test
  void refusesWhatNamesNoPackage() {
    assertThat(WantedPackage.parse("a>=1")).hasToString("a>=1");
    assertThatThrownBy(() -> WantedPackage.parse("<1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"<1\" names no package; write for example");
  }
}
