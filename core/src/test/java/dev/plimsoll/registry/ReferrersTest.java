package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageSource.Referrer;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.image.VerifiedStream;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What was attached to an image, from the registry's list or from the tag that stands in.
class ReferrersTest {
  private static final TestImage IMAGE =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.file("app", "x")).build();
  private static final Digest SUBJECT = IMAGE.digest();
  private static final String SBOM = "application/spdx+json";
  private static final String SIGNATURE = "application/vnd.dev.cosign.artifact.sig.v1+json";

  private final ScriptedRegistry registry = ScriptedRegistry.start();
  private final Reference web = registry.add("shop/web:1.4", IMAGE);
  private final RegistrySource source =
      new RegistrySource(registry.settings(), Credentials.ANONYMOUS, Limits.defaults());

  @AfterEach
  void close() {
    source.close();
    registry.close();
  }

  @Test
  void readsTheRegistrysListPageByPage() throws SourceException {
    String list = "/v2/shop/web/referrers/" + SUBJECT;
    Map<String, String> more =
        Map.of("Link", "<" + list + "?last=abc&n=1>; rel=\"next\"", "Content-Type", "x/y");
    registry.on("GET", "referrers/" + SUBJECT + "?last=abc&n=1", page(Map.of(), SIGNATURE));
    registry.on("GET", "referrers/" + SUBJECT, page(more, SBOM, SBOM));
    assertThat(source.referrers(web, SUBJECT, soon()))
        .extracting(Referrer::artifactType)
        .containsExactly(SBOM, SBOM, SIGNATURE);
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void readsWhatAnAttachedArtifactPointsTo() throws SourceException {
    String manifest =
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
         "artifactType": "application/vnd.dev.sigstore.bundle.v0.3+json",
         "config": {"mediaType": "application/vnd.oci.empty.v1+json", "digest": "%1$s", "size": 2},
         "layers": [{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "digest": "%1$s",
                     "size": 7}]}
        """
            .formatted(SUBJECT);
    Digest digest = VerifiedStream.digest("sha256", manifest.getBytes(UTF_8));
    registry.on("GET", "manifests/" + digest, Fault.answer(200, Map.of(), manifest));

    assertThat(source.artifact(web, digest, soon()))
        .singleElement()
        .satisfies(part -> assertThat(part.digest()).isEqualTo(SUBJECT))
        .satisfies(part -> assertThat(part.size().count()).isEqualTo(7));
  }

  @Test
  void anArtifactIsWhatItsDigestSays() {
    registry.on("GET", "manifests/" + SUBJECT, page(Map.of(), SBOM));

    assertThatExceptionOfType(SourceException.DigestMismatch.class)
        .isThrownBy(() -> source.artifact(web, SUBJECT, soon()));
  }

  @Test
  void aLinkLeadsToNoOtherHost() throws SourceException {
    Map<String, String> away =
        Map.of("Link", "<https://elsewhere.example.com/x?last=abc>; rel=\"next\"");
    registry.on("GET", "?last=abc", page(Map.of(), SIGNATURE));
    registry.on("GET", "referrers/" + SUBJECT, page(away, SBOM));
    assertThat(source.referrers(web, SUBJECT, soon())).hasSize(2);
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void readsTheIndexUnderTheTagWhereThereIsNoList() throws SourceException {
    registry.on("GET", "manifests/sha256-" + SUBJECT.hex(), page(Map.of(), SBOM));
    assertThat(source.referrers(web, SUBJECT, soon()))
        .extracting(Referrer::artifactType, r -> r.manifest().digest())
        .containsExactly(org.assertj.core.groups.Tuple.tuple(SBOM, SUBJECT));
  }

  @Test
  void nothingAttachedIsAnEmptyList() throws SourceException {
    assertThat(source.referrers(web, SUBJECT, soon())).isEmpty();
    registry.on("GET", "referrers/" + SUBJECT, page(Map.of()));
    assertThat(source.referrers(web, SUBJECT, soon())).isEmpty();
  }

  @Test
  void aListThatNeverEndsIsCutOff() {
    Map<String, String> itself =
        Map.of("Link", "</v2/shop/web/referrers/" + SUBJECT + "?last=abc>; rel=\"next\"");
    registry.on("GET", "referrers/" + SUBJECT, page(itself, SBOM));
    assertThatExceptionOfType(SourceException.TooLarge.class)
        .isThrownBy(() -> source.referrers(web, SUBJECT, soon()))
        .withMessageContaining("more than 20 pages");
  }

  @Test
  void aListThatIsNoneIsSaidToBeSo() {
    registry.on("GET", "referrers/" + SUBJECT, Fault.answer(200, Map.of(), "{}"));
    registry.on("GET", "manifests/sha256-", Fault.answer(200, Map.of(), "{}"));
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> source.referrers(web, SUBJECT, soon()))
        .withMessageContaining("listing what refers to " + web);
  }

  private static Fault page(Map<String, String> headers, String... types) {
    StringBuilder entries = new StringBuilder();
    for (String type : types) {
      entries
          .append(entries.isEmpty() ? "" : ",")
          .append(
              """
              {"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"%s",
              "digest":"%s","size":7}"""
                  .formatted(type, SUBJECT));
    }
    return Fault.answer(
        200, headers, "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(entries));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }
}
