package dev.plimsoll.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.layout.SourceName.InArchive;
import dev.plimsoll.layout.SourceName.InLayout;
import dev.plimsoll.layout.SourceName.InRegistry;
import dev.plimsoll.layout.SourceName.OnStandardInput;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceNameTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @Test
  void saysWhereAnImageIs() {
    assertThat(SourceName.parse("-")).isEqualTo(new OnStandardInput());
    assertThat(SourceName.parse("oci:out")).isEqualTo(new InLayout(Path.of("out"), null));
    assertThat(SourceName.parse("oci:/a/b.tar:1.4"))
        .isEqualTo(new InLayout(Path.of("/a/b.tar"), "1.4"));
    assertThat(SourceName.parse("oci-archive:b.tar:r.io:5000/web:1"))
        .isEqualTo(new InLayout(Path.of("b.tar"), "r.io:5000/web:1"));
    assertThat(SourceName.parse("oci:out@" + DIGEST))
        .isEqualTo(new InLayout(Path.of("out"), DIGEST));
    assertThat(SourceName.parse("docker-archive:web.tar:shop/web:1.4"))
        .isEqualTo(new InArchive(Path.of("web.tar"), "shop/web:1.4"));
    assertThat(SourceName.parse("docker-archive:web.tar"))
        .isEqualTo(new InArchive(Path.of("web.tar"), null));
    assertThat(SourceName.parse("shop/web:1.4"))
        .isEqualTo(new InRegistry(Reference.parse("docker.io/shop/web:1.4")));
  }

  @ParameterizedTest
  @CsvSource({
    "-",
    "oci:out",
    "oci:out:1.4",
    "docker-archive:web.tar:shop/web:1.4",
    "docker.io/shop/web:1.4"
  })
  void isWrittenAsItIsRead(String text) {
    assertThat(SourceName.parse(text)).hasToString(text);
    String pinned = "oci:out@" + DIGEST;
    assertThat(SourceName.parse(pinned)).hasToString(pinned);
  }

  @ParameterizedTest
  @CsvSource({
    "oci:, names no file",
    "docker-archive:, names no file",
    "docker-archive::tag, names no file",
    "oci:out:, ends without saying which image",
    "./web.tar, is a path; write oci:PATH",
    "/web.tar, is a path; write oci:PATH",
    "../web.tar, docker-archive:PATH",
    "docker://web, is a URL"
  })
  void saysWhatIsWrongWithAName(String text, String sentence) {
    assertThatExceptionOfType(InvalidReferenceException.class)
        .isThrownBy(() -> SourceName.parse(text))
        .withMessageContaining(sentence);
  }
}
