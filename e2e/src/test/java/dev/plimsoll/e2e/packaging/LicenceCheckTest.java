package dev.plimsoll.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Licences are read where they are stated, and none gets in that nobody looked at.
class LicenceCheckTest {
  @Test
  void readsTheLicencesOfAPomAndNothingElseWithAName() {
    String pom =
        """
        <project><name>A library</name>
          <licenses>
            <license><name> EPL 2.0 </name><url>https://example.com/epl</url></license>
            <license><name>GPL2 w/ CPE</name></license>
          </licenses>
          <developers><developer><name>Somebody</name></developer></developers>
        </project>
        """;

    assertThat(Licences.inPom(pom)).containsExactly("EPL 2.0", "GPL2 w/ CPE");
    assertThat(Licences.inPom("<project><name>None</name></project>")).isEmpty();
  }

  @Test
  void oneAllowedLicenceOfSeveralIsEnough() throws IOException {
    assertThat(check().faults(Map.of("a", List.of("GPL2 w/ CPE", "EPL 2.0")))).isEmpty();
    assertThat(check().faults(Map.of("a", List.of("Apache License, Version 2.0")))).isEmpty();
  }

  @Test
  void namesWhatIsNotAllowedAndWhatStatesNothing() throws IOException {
    for (String licence :
        List.of("GPL-3.0", "GNU Lesser General Public License", "MPL 2.0", "BUSL-1.1", "Apache")) {
      assertThat(check().faults(Map.of("pkg:maven/a/b@1", List.of(licence))))
          .containsExactly(
              "pkg:maven/a/b@1 is under "
                  + licence
                  + ", which e2e/packaging/licences.allowed does not name");
    }
    assertThat(check().faults(Map.of("pkg:maven/a/b@1", List.of())))
        .containsExactly("pkg:maven/a/b@1 states no licence: find it, and say so to its makers");
  }

  private static LicenceCheck check() throws IOException {
    return new LicenceCheck(
        Files.readAllLines(SourceTree.root().resolve("e2e/packaging/licences.allowed")));
  }
}
