package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.secret.DeclaredSecret;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.catalogue.Catalogue;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What others keep of an image serves every rule as the image itself does.
class PackedTest {
  private static final Reference NAME = Reference.parse("registry.example.com/shop/cart:1");

  private final Map<Digest, byte[]> kept = new HashMap<>();

  @Test
  void givesTheSameFindingsWithoutReadingAnything() {
    for (TestImage image : LongStream.range(0, 40).mapToObj(SomeImages::image).toList()) {
      Facts read = readAndKept(image);
      TestSource untouched = sourceOf(image);
      Facts known = inspect(untouched, image);
      assertThat(untouched.reads(image.config())).isZero();
      assertThat(image.layers()).allSatisfy(layer -> assertThat(untouched.reads(layer)).isZero());
      assertThat(known.depth()).isEqualTo(Depth.FILES);
      assertThat(findings(known)).isEqualTo(findings(read));
    }
  }

  @Test
  void tellsNoValueAndNoSecretButWhichThereAre() {
    TestImage image =
        ImageBuilder.image()
            .env("DB_PASSWORD=correct-horse-battery-staple")
            .env("GREETING=hello-from-here")
            .env("NODE_ENV=development")
            .layer("RUN curl -H 'Authorization: Bearer c2VjcmV0LXRva2Vu' x", l -> l.file("x", "y"))
            .build();
    Facts read = readAndKept(image);
    Facts known = inspect(sourceOf(image), image);

    assertThat(known.config().environment())
        .contains("DB_PASSWORD", "GREETING", "NODE_ENV=development");
    assertThat(known.tellsValues()).isFalse();
    assertThat(known.toString())
        .doesNotContain("correct-horse")
        .doesNotContain("hello-from-here")
        .doesNotContain("c2VjcmV0");
    assertThat(known.declaredSecrets()).isEqualTo(read.declaredSecrets());
    assertThat(known.declaredSecrets()).extracting(DeclaredSecret::place).contains("DB_PASSWORD");
  }

  @Test
  void isReadAnewWhereItIsDamagedOrOfAnotherForm() {
    TestImage image = SomeImages.image(7);
    readAndKept(image);
    byte[] whole = kept.get(image.digest());
    assertThat(Packed.of(whole)).isPresent();
    for (int cut = 0; cut < whole.length; cut += 7) {
      assertThat(Packed.of(Arrays.copyOf(whole, cut))).isEmpty();
    }
    byte[] other = whole.clone();
    other["plimsoll ".length()] = '0';
    kept.put(image.digest(), other);
    TestSource source = sourceOf(image);
    assertThat(inspect(source, image).depth()).isEqualTo(Depth.FILES);
    assertThat(source.reads(image.config())).isOne();
  }

  private static Map<String, Object> findings(Facts facts) {
    Map<String, Object> findings = new HashMap<>();
    Catalogue.rules()
        .forEach(
            rule ->
                findings.put(
                    rule.id(),
                    rule.measure(facts).stream()
                        .map(
                            finding ->
                                List.of(
                                    finding.measure(),
                                    finding.what(),
                                    finding.evidence(),
                                    finding.blame(),
                                    finding.fix()))
                        .toList()));
    return findings;
  }

  private Facts readAndKept(TestImage image) {
    try (ImageInspector inspector = new ImageInspector(sourceOf(image), Limits.defaults())) {
      Facts facts = inspect(inspector, image);
      kept.put(image.digest(), inspector.packed(image.digest()).orElseThrow());
      return facts;
    }
  }

  private Facts inspect(TestSource source, TestImage image) {
    try (ImageInspector inspector =
        new ImageInspector(
            source,
            Limits.defaults(),
            ImageInspector.Resources.defaults()
                .with((KeptImages) digest -> Optional.ofNullable(kept.get(digest))))) {
      return inspect(inspector, image);
    }
  }

  private static Facts inspect(ImageInspector inspector, TestImage image) {
    return ((Inspected)
            inspector
                .inspect(
                    new InspectionRequest(
                        NAME.at(image.digest()),
                        List.of(),
                        Depth.FILES,
                        Duration.ofHours(1),
                        Deadline.in(Duration.ofMinutes(1))))
                .getFirst())
        .facts();
  }

  private static TestSource sourceOf(TestImage image) {
    TestSource source = new TestSource();
    source.add(NAME.at(image.digest()).toString(), image);
    return source;
  }
}
