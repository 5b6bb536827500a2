package dev.plimsoll.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Advisories go by a distribution's release and by source packages.
class DistributionTest {
  @Test
  void isReadFromOsRelease() {
    String release = "PRETTY_NAME=\"Debian GNU/Linux 12\"\nVERSION_ID=\"12\"\nID=debian\n";

    assertThat(Distribution.of(release).label()).isEqualTo("debian-12");
    assertThat(Distribution.of("ID=debian\nVERSION_CODENAME=forky\n").label())
        .isEqualTo("debian-forky");
    assertThatThrownBy(() -> Distribution.of("ID=debian\n")).hasMessageContaining("VERSION_ID");
  }

  @Test
  void aPackageNamesItsSourceWhereThatDiffers() {
    assertThat(source("Package: libc6\nSource: glibc\nVersion: 2.36-9\n"))
        .isEqualTo(new DebianPackage.Source("glibc", "2.36-9"));
    assertThat(source("Package: libgcc-s1\nSource: gcc-12 (12.2.0-14)\nVersion: 12.2.0-14+b1\n"))
        .isEqualTo(new DebianPackage.Source("gcc-12", "12.2.0-14"));
    assertThat(source("Package: base-files\nVersion: 12.4\n"))
        .isEqualTo(new DebianPackage.Source("base-files", "12.4"));
  }

  private static DebianPackage.Source source(String control) {
    return new DebianPackage(control, Path.of("nowhere")).source();
  }
}
