package dev.plimsoll.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.LockedSurroundings.Locked;
import dev.plimsoll.e2e.parts.ImagePush;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.TestImage;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a scanner attested of a private image, attached to it in its registry: found with the
/// Pod's own Secret, and told of nothing but what is in that repository.
@ExtendWith(LockedSurroundings.Extension.class)
class AttestationsE2E {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

  @Test
  void countAgainstAPrivateImageWhereTheyAreAttached(LockedSurroundings surroundings) {
    Locked own = surroundings.own();
    ImagePush push = new ImagePush(own.registry()).as(own.user(), own.password());
    TestImage image =
        ImageBuilder.image().user("7").layer("COPY app", l -> l.file("app", "attested")).build();
    String attested = push.push(image, "shop/attested", "1");
    String copied = push.push(image, "shop/copied", "1");
    attach(push, "shop/attested", image);
    TestNamespace shop = TestNamespace.create(surroundings.cluster().kubectl(), "attestations");
    CredentialsE2E.secret(shop, "regcred", own);
    shop.policy(
        "scanned",
        "whenUndetermined: {notStated: Warn}\nrules: {packages: {vulnerabilities: {maxHigh: 0}}}");

    Outcome refused = CredentialsE2E.judged(shop, "attested", attested, "regcred");
    assertThat(refused.err())
        .contains("denied the request", "- vulnerabilities: 1 critical and 0 high");

    Outcome unknown = CredentialsE2E.judged(shop, "copied", copied, "regcred");
    assertThat(unknown.succeeded()).as(unknown.err()).isTrue();
    assertThat(unknown.err()).contains("no scanner reports on the image");
  }

  /// As registries without a list of referrers have it: in an index under the image's digest.
  private static void attach(ImagePush push, String repository, TestImage image) {
    byte[] envelope = envelope(image.digest().hex()).getBytes(UTF_8);
    byte[] config = "{}".getBytes(UTF_8);
    push.blob(repository, TestImage.digestOf(envelope).toString(), envelope);
    push.blob(repository, TestImage.digestOf(config).toString(), config);
    byte[] artifact =
        """
        {"schemaVersion": 2, "mediaType": "%s", "artifactType": "%s",
         "config": %s, "layers": [%s], "subject": %s}
        """
            .formatted(
                MANIFEST,
                ENVELOPE,
                descriptor("application/vnd.oci.empty.v1+json", config),
                descriptor(ENVELOPE, envelope),
                descriptor(image.mediaType(), image.manifest()))
            .getBytes(UTF_8);
    push.manifest(repository, TestImage.digestOf(artifact).toString(), MANIFEST, artifact);
    String entry = descriptor(MANIFEST, artifact);
    byte[] index =
        """
        {"schemaVersion": 2, "mediaType": "%s", "manifests": [%s, "artifactType": "%s"}]}
        """
            .formatted(INDEX, entry.substring(0, entry.length() - 1), ENVELOPE)
            .getBytes(UTF_8);
    push.manifest(repository, image.digest().toString().replace(':', '-'), INDEX, index);
  }

  private static String descriptor(String mediaType, byte[] bytes) {
    return "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d}"
        .formatted(mediaType, TestImage.digestOf(bytes), bytes.length);
  }

  /// A statement as `cosign attest --type vuln` wraps it.
  private static String envelope(String subject) {
    String statement =
        """
        {"_type": "https://in-toto.io/Statement/v0.1",
         "predicateType": "https://cosign.sigstore.dev/attestation/vuln/v1",
         "subject": [{"name": "attested", "digest": {"sha256": "%s"}}],
         "predicate": {
           "scanner": {"uri": "pkg:github/aquasecurity/trivy@v0.57.1", "version": "v0.57.1",
             "result": {"SchemaVersion": 2, "ArtifactName": "attested", "Results": [
               {"Target": "attested", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": [
                 {"VulnerabilityID": "CVE-1", "PkgName": "openssl", "FixedVersion": "3.0.15",
                  "Severity": "CRITICAL"}]}]}},
           "metadata": {"scanFinishedOn": "2026-11-20T10:00:05Z"}}}
        """
            .formatted(subject);
    return "{\"payloadType\": \"application/vnd.in-toto+json\", \"payload\": \"%s\", \"signatures\": []}"
        .formatted(Base64.getEncoder().encodeToString(statement.getBytes(UTF_8)));
  }
}
