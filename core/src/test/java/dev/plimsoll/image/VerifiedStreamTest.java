package dev.plimsoll.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedStreamTest {
  private static final byte[] BYTES = "the quick brown fox".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"sha256", "sha512"})
  void whatIsAsStatedIsReadToTheEnd(String algorithm) throws IOException {
    Digest digest = VerifiedStream.digest(algorithm, BYTES);
    try (InputStream in = stream(digest, BYTES.length)) {
      assertThat(in.skip(4)).isEqualTo(4);
      assertThat(in.read()).isEqualTo('q');
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("uick brown fox");
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void otherBytesEndInTheMismatch() {
    Digest other = TestImage.digestOf(new byte[0]);
    assertMismatch(stream(other, BYTES.length), "its bytes have the digest sha256:9ecb36561341");
  }

  @Test
  void moreBytesThanStatedEndInTheMismatch() {
    assertMismatch(stream(TestImage.digestOf(BYTES), BYTES.length - 1), "longer than the 18 B");
  }

  @Test
  void fewerBytesThanStatedEndInTheMismatch() {
    assertMismatch(stream(TestImage.digestOf(BYTES), 100), "it ends after 19 of the 100 bytes");
  }

  private static void assertMismatch(InputStream in, String sentence) {
    assertThatExceptionOfType(SourceException.DigestMismatch.class)
        .isThrownBy(in::readAllBytes)
        .withMessageStartingWith("reading it: ")
        .withMessageContaining(sentence);
  }

  private static InputStream stream(Digest digest, long size) {
    Descriptor blob = new Descriptor("application/x", digest, new Bytes(size), null, Map.of());
    return new VerifiedStream(new ByteArrayInputStream(BYTES), blob, "reading it");
  }
}
