package dev.plimsoll.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole answers, a folder each under `src/test/resources/admission`.
class GoldenAdmissionTest {
  private static final Path ROOT = Path.of("src/test/resources/admission");

  static Stream<Path> folders() throws IOException {
    return GoldenCase.folders(ROOT);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void answersAsTheFolderSays(Path folder) throws Exception {
    GoldenCase golden = new GoldenCase(folder);

    assertThat(golden.files()).containsExactlyInAnyOrderElementsOf(GoldenCase.FILES);
    assertThat(golden.actual().toPrettyString()).isEqualTo(golden.expected().toPrettyString());
    assertThat(golden.unused()).as("images of images.yaml that nothing asked for").isEmpty();
  }

  @Test
  void thereAreCases() throws IOException {
    assertThat(folders()).hasSizeGreaterThan(5);
  }
}
