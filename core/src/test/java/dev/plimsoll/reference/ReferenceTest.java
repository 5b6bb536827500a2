package dev.plimsoll.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceTest {
  private static final Pattern REPEATED = Pattern.compile("%\\{([^}*]+)\\*(\\d+)}");
  private static final Pattern UNICODE = Pattern.compile("\\\\u([0-9a-f]{4})");
  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final String DIGEST = "sha256:" + HEX;

  static Stream<Arguments> good() {
    return lines("good.txt");
  }

  @ParameterizedTest
  @MethodSource("good")
  void readsWhatAKubeletReads(String text, String inFull) {
    assertThat(Reference.parse(text)).hasToString(inFull);
    assertThat(Reference.parse(inFull)).isEqualTo(Reference.parse(text));
  }

  @Test
  void theDigestDecidesAndTheTagStays() {
    Reference both = Reference.parse("registry.example.com:5000/shop/web:1.4@" + DIGEST);
    assertThat(both.tag()).isEqualTo("1.4");
    assertThat(both.identifier()).isEqualTo(DIGEST);
    assertThat(both).hasToString("registry.example.com:5000/shop/web:1.4@" + DIGEST);
    Reference pinned = Reference.parse("nginx@sha512:" + HEX + HEX);
    assertThat(pinned.tag()).isNull();
    assertThat(pinned.identifier()).isEqualTo("sha512:" + HEX + HEX);
  }

  static Stream<Arguments> bad() {
    return lines("bad.txt");
  }

  @ParameterizedTest
  @MethodSource("bad")
  void saysInOneSentenceWhatIsWrong(String text, String sentence) {
    assertThatExceptionOfType(InvalidReferenceException.class)
        .isThrownBy(() -> Reference.parse(text))
        .withMessageContaining(sentence)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(300));
  }

  private static Stream<Arguments> lines(String name) {
    try (InputStream in = Objects.requireNonNull(ReferenceTest.class.getResourceAsStream(name))) {
      List<Arguments> lines = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          String[] parts = line.split("\t", -1);
          assertThat(parts).as(line).hasSize(2);
          lines.add(Arguments.of(written(parts[0]), written(parts[1])));
        }
      }
      return lines.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String written(String text) {
    String unicode =
        UNICODE.matcher(text).replaceAll(m -> Character.toString(Integer.parseInt(m.group(1), 16)));
    return REPEATED
        .matcher(unicode.translateEscapes())
        .replaceAll(m -> m.group(1).repeat(Integer.parseInt(m.group(2))));
  }

  @Property
  void whatIsWrittenIsReadBackTheSame(@ForAll("references") Reference reference) {
    assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
  }

  @Property
  void anyTextIsReadOrRefusedAndWhatIsReadIsStable(@ForAll("nearReferences") String text) {
    try {
      Reference reference = Reference.parse(text);
      assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
    } catch (InvalidReferenceException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    }
  }

  @Provide
  Arbitrary<Reference> references() {
    Arbitrary<String> label =
        Arbitraries.strings().withChars("abz09").ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> separator = Arbitraries.of(".", "_", "__", "-", "---");
    Arbitrary<String> component =
        Combinators.combine(label, separator, label).as((a, s, b) -> a + s + b);
    Arbitrary<String> repository =
        component.list().ofMinSize(2).ofMaxSize(4).map(parts -> String.join("/", parts));
    Arbitrary<String> host =
        Arbitraries.oneOf(
            label.map(name -> name + ".example.com"),
            Arbitraries.of("localhost", "10.0.0.1", "[::1]", "[2001:db8::a]", "docker.io"));
    Arbitrary<String> port = Arbitraries.integers().between(1, 65_535).map(p -> ":" + p);
    Arbitrary<String> registry =
        Combinators.combine(host, port.injectNull(0.5))
            .as((h, p) -> p == null || h.equals("docker.io") ? h : h + p);
    Arbitrary<String> tag =
        Combinators.combine(
                Arbitraries.strings().withChars("aZ_0").ofLength(1),
                Arbitraries.strings().withChars("aZ_0.-").ofMaxLength(127))
            .as(String::concat);
    Arbitrary<Digest> digest = Arbitraries.just(Digest.parse(DIGEST));
    return Combinators.combine(registry, repository, tag.injectNull(0.3), digest.injectNull(0.5))
        .as(Reference::new);
  }

  @Provide
  Arbitrary<String> nearReferences() {
    return Arbitraries.of(
            "a",
            "Z",
            "0",
            ".",
            "-",
            "_",
            ":",
            "/",
            "@",
            "[",
            "]",
            "::1",
            "docker.io",
            DIGEST,
            "\n",
            "é")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }
}
