package dev.plimsoll.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final String DIGEST = "sha256:" + HEX;

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest",
    "nginx:1.27, docker.io/library/nginx:1.27",
    "web:5000, docker.io/library/web:5000",
    "shop/web, docker.io/shop/web:latest",
    "a/b/c, docker.io/a/b/c:latest",
    "docker.io/nginx, docker.io/library/nginx:latest",
    "DOCKER.io/nginx, docker.io/library/nginx:latest",
    "index.docker.io/nginx, docker.io/library/nginx:latest",
    "index.docker.io/shop/web:1, docker.io/shop/web:1",
    "docker.io/library/nginx, docker.io/library/nginx:latest",
    "registry.example.com/web, registry.example.com/web:latest",
    "REGISTRY.Example.com/web:V1, registry.example.com/web:V1",
    "registry:5000/web, registry:5000/web:latest",
    "localhost/web, localhost/web:latest",
    "localhost:5000/a/b/c:x, localhost:5000/a/b/c:x",
    "127.0.0.1:5000/web, 127.0.0.1:5000/web:latest",
    "[::1]:5000/web:1, [::1]:5000/web:1",
    "[2001:DB8::1]/web, [2001:db8::1]/web:latest",
    "[::ffff:10.0.0.1]:80/web, [::ffff:10.0.0.1]:80/web:latest",
    "my-host.x:443/a-b/c__d/e.f/g---h:_tag.1-2, my-host.x:443/a-b/c__d/e.f/g---h:_tag.1-2",
    "xn--n3h.com/web, xn--n3h.com/web:latest",
    "r.io/1/2, r.io/1/2:latest"
  })
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

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("", "is empty"),
        Arguments.of(" ", "blank"),
        Arguments.of("nginx ", "blank"),
        Arguments.of("nginx\n", "blank or a control character"),
        Arguments.of("\u001b[31mnginx", "\"?[31mnginx\""),
        Arguments.of(
            "Nginx", "has upper-case letters, which registries refuse; write \"library/nginx\""),
        Arguments.of("registry.example.com/Shop/web", "upper-case letters"),
        Arguments.of("Shop/web", "upper-case letters, which registries refuse; write \"shop/web\""),
        Arguments.of("registry.example.com/", "empty part"),
        Arguments.of("/web", "empty part"),
        Arguments.of("shop//web", "empty part"),
        Arguments.of("shop/web/", "empty part"),
        Arguments.of("shop/-web", "wrong at \"-web\""),
        Arguments.of("shop/web_", "wrong at \"web_\""),
        Arguments.of("shop/we___b", "wrong at \"we___b\""),
        Arguments.of("shop/we..b", "wrong at \"we..b\""),
        Arguments.of("shop/we.-b", "wrong at"),
        Arguments.of("shop/wéb", "wrong at \"wéb\""),
        Arguments.of("nginx:", "without a tag"),
        Arguments.of(":1", "empty part"),
        Arguments.of("nginx:1:2", "wrong at \"nginx:1\""),
        Arguments.of("nginx:-1", "tag \"-1\""),
        Arguments.of("nginx:1+2", "tag \"1+2\""),
        Arguments.of("nginx:" + "x".repeat(129), "longer than 128"),
        Arguments.of("a".repeat(256), "longer than 255"),
        Arguments.of("a/".repeat(600) + "b", "longer than 1024"),
        Arguments.of("registry.example.com:0/web", "port 0"),
        Arguments.of("registry.example.com:65536/web", "port 65536"),
        Arguments.of("registry.example.com:http/web", "registry \"registry.example.com:http\""),
        Arguments.of("registry_1.example.com/web", "registry \"registry_1.example.com\""),
        Arguments.of("-x.example.com/web", "registry \"-x.example.com\""),
        Arguments.of("registry..com/web", "registry \"registry..com\""),
        Arguments.of("registry.com./web", "registry \"registry.com.\""),
        Arguments.of("::1:5000/web", "registry \"::1:5000\""),
        Arguments.of("[fe80::1%eth0]/web", "registry"),
        Arguments.of("[:::::]/web", "registry \"[:::::]\""),
        Arguments.of("[10.0.0.1]/web", "registry \"[10.0.0.1]\""),
        Arguments.of("user@registry.example.com/web", "no algorithm"),
        Arguments.of("https://registry.example.com/web", "is a URL; write it without \"https://\""),
        Arguments.of("docker://nginx", "write it without \"docker://\""),
        Arguments.of(HEX, "is an image ID"),
        Arguments.of("nginx@", "no algorithm"),
        Arguments.of("nginx@sha256:abc", "\"abc\" is not the lower-case hex of a sha256 digest"),
        Arguments.of("nginx@" + DIGEST.toUpperCase(Locale.ROOT), "digest algorithm \"SHA256\""),
        Arguments.of("nginx@md5:" + HEX, "digest algorithm \"md5\" is unknown"),
        Arguments.of("nginx@" + DIGEST + "@" + DIGEST, "is not the lower-case hex"),
        Arguments.of("@" + DIGEST, "empty part"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void saysInOneSentenceWhatIsWrong(String text, String sentence) {
    assertThatExceptionOfType(InvalidReferenceException.class)
        .isThrownBy(() -> Reference.parse(text))
        .withMessageContaining(sentence)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(300));
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
