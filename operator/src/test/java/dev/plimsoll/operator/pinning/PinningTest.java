package dev.plimsoll.operator.pinning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.admission.ExcludedSubjects;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.operator.inspection.Puller;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.workload.PullAccess;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PinningTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String OTHER = "sha256:" + "b".repeat(64);

  private static final ExcludedSubjects NOBODY = new ExcludedSubjects(Set.of(), Set.of());

  private final Map<Reference, Digest> tags = new HashMap<>();
  private final List<Puller> pullers = new ArrayList<>();
  private final List<Duration> ages = new ArrayList<>();

  @Test
  void pinsEveryImageOfAPod() throws IOException {
    tag("registry.example.com/web:1", DIGEST);
    tag("nginx", OTHER);
    tag("busybox:1.36", DIGEST);
    tag("registry.example.com:5000/models", OTHER);

    JsonNode response = answer(pod(EVERYTHING), "null");

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(patch(response))
        .isEqualTo(
            """
            [{"op":"replace","path":"/spec/initContainers/0/image","value":"busybox:1.36@DIGEST"},
            {"op":"replace","path":"/spec/containers/0/image","value":"registry.example.com/web:1@DIGEST"},
            {"op":"replace","path":"/spec/containers/2/image","value":"nginx:latest@OTHER"},
            {"op":"replace","path":"/spec/volumes/1/image/reference","value":"registry.example.com:5000/models:latest@OTHER"}]
            """
                .replace("\n", "")
                .replace("DIGEST", DIGEST)
                .replace("OTHER", OTHER));
    assertThat(response.path("auditAnnotations").path("pinned").asText())
        .startsWith("busybox:1.36@" + DIGEST + "; registry.example.com/web:1@" + DIGEST);
  }

  @Test
  void leavesAsItIsWhatNobodyCanTell() throws IOException {
    tag("nginx", OTHER);

    JsonNode response = answer(pod(EVERYTHING), "null");

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(patch(response)).contains("containers/2/image").doesNotContain("web:1");
  }

  @Test
  void answersWithoutAPatchWhereNothingIsPinned() throws IOException {
    JsonNode response = answer(pod(EVERYTHING), "null");

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response).hasSize(2);
  }

  @Test
  void asksForNoImageThatNoPolicyIsAbout() throws IOException {
    tag("nginx", OTHER);
    PodReview review = PodReview.read(review(pod(EVERYTHING), "null", "pods", ""));

    assertThat(
            new Pinning(NOBODY, (_, _, _) -> false, inspections(), Duration.ZERO)
                .pins(review, soon()))
        .isEmpty();
    assertThat(ages).isEmpty();
  }

  /// A backup is to bring back what ran, by the names that it had.
  @Test
  void leavesWhatExcludedSubjectsSendAsItIs() throws IOException {
    tag("nginx", OTHER);
    PodReview review = PodReview.read(review(pod(EVERYTHING), "null", "pods", ""));

    assertThat(pinsWithout(new ExcludedSubjects(Set.of("restorer"), Set.of()), review)).isEmpty();
    assertThat(pinsWithout(new ExcludedSubjects(Set.of(), Set.of("restorers")), review)).isEmpty();
    assertThat(ages).isEmpty();
    assertThat(pinsWithout(new ExcludedSubjects(Set.of("other"), Set.of("others")), review))
        .isNotEmpty();
  }

  private List<Pin> pinsWithout(ExcludedSubjects excluded, PodReview review) {
    return new Pinning(excluded, (_, _, _) -> true, inspections(), Duration.ZERO)
        .pins(review, soon());
  }

  @Test
  void pinsOnlyWhatAnUpdateBrings() throws IOException {
    tag("web:1", DIGEST);
    tag("web:2", OTHER);
    String former =
        pod(
            "\"containers\":[{\"name\":\"a\",\"image\":\"web:1\"},{\"name\":\"b\",\"image\":\"web:1\"}]");
    String now =
        pod(
            "\"containers\":[{\"name\":\"a\",\"image\":\"web:1\"},{\"name\":\"b\",\"image\":\"web:2\"}]");

    assertThat(patch(answer(now, former)))
        .contains("/spec/containers/1/image", "web:2@" + OTHER)
        .doesNotContain("/spec/containers/0");
    assertThat(answer(former, former).has("patch")).isFalse();
  }

  @Test
  void asksAgainForNothingItHasPinned() throws IOException {
    tag("web:1", DIGEST);
    String pinned = pod("\"containers\":[{\"name\":\"a\",\"image\":\"web:1@" + DIGEST + "\"}]");

    assertThat(answer(pinned, "null").has("patch")).isFalse();
    assertThat(ages).isEmpty();
  }

  @Test
  void leavesInvalidNamesAndPodsThatGoAlone() throws IOException {
    tag("web:1", DIGEST);

    assertThat(
            answer(pod("\"containers\":[{\"name\":\"a\",\"image\":\"Not An Image\"}]"), "null")
                .has("patch"))
        .isFalse();
    assertThat(
            answer(
                    "{\"metadata\":{\"deletionTimestamp\":\"2026-11-21T10:00:00Z\"},"
                        + "\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"web:1\"}]}}",
                    "null")
                .has("patch"))
        .isFalse();
  }

  @Test
  void pinsNothingButPods() throws IOException {
    tag("web:1", DIGEST);
    String pod = pod("\"containers\":[{\"name\":\"a\",\"image\":\"web:1\"}]");

    assertThat(PodReview.read(review(pod, "null", "deployments", "")).images()).isEmpty();
    assertThat(PodReview.read(review(pod, "null", "pods", "ephemeralcontainers")).images())
        .isEmpty();
  }

  @Test
  void asksOnBehalfOfThePodAndNotFromOldMemory() throws IOException {
    tag("nginx", OTHER);

    answer(pod("\"imagePullSecrets\":[{\"name\":\"regcred\"}]," + EVERYTHING), "null");

    assertThat(pullers)
        .containsExactly(new Puller("shop", new PullAccess(List.of("regcred"), "default")));
    assertThat(ages).containsExactly(Duration.ofSeconds(10));
  }

  @Test
  void refusesWhatIsNoReview() {
    assertThatThrownBy(() -> PodReview.read("[]".getBytes(UTF_8))).isInstanceOf(IOException.class);
  }

  @Test
  void manifestCallsThePathThatIsServedAndNeverStandsInTheWay() throws IOException {
    MutatingWebhook webhook =
        Serialization.unmarshal(
                Files.readString(Path.of("../config/webhook/mutating-webhook.yaml")),
                MutatingWebhookConfiguration.class)
            .getWebhooks()
            .getFirst();

    assertThat(webhook.getClientConfig().getService().getPath())
        .isEqualTo(PinningResource.class.getAnnotation(jakarta.ws.rs.Path.class).value());
    assertThat(webhook.getFailurePolicy()).isEqualTo("Ignore");
    assertThat(webhook.getReinvocationPolicy()).isEqualTo("IfNeeded");
    assertThat(webhook.getNamespaceSelector().getMatchExpressions().getFirst().getValues())
        .contains("kube-system", "plimsoll-system");
  }

  private static final String EVERYTHING =
      """
      "initContainers":[{"name":"prepare","image":"busybox:1.36"}],
      "containers":[
        {"name":"web","image":"registry.example.com/web:1"},
        {"name":"pinned","image":"registry.example.com/db@sha256:%s"},
        {"name":"proxy","image":"nginx"}],
      "volumes":[
        {"name":"tmp","emptyDir":{}},
        {"name":"models","image":{"reference":"registry.example.com:5000/models"}}]
      """
          .formatted("c".repeat(64));

  private static String pod(String spec) {
    return "{\"metadata\":{\"name\":\"web\"},\"spec\":{" + spec + "}}";
  }

  private void tag(String image, String digest) {
    tags.put(Reference.parse(image), Digest.parse(digest));
  }

  private static byte[] review(String pod, String former, String resource, String subresource) {
    return """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1-2-3",
        "resource":{"group":"","version":"v1","resource":"%s"},"subResource":"%s",
        "namespace":"shop","operation":"CREATE","object":%s,"oldObject":%s,
        "userInfo":{"username":"restorer","groups":["system:authenticated","restorers"]}}}
        """
        .formatted(resource, subresource, pod, former)
        .getBytes(UTF_8);
  }

  private JsonNode answer(String pod, String former) throws IOException {
    PodReview review = PodReview.read(review(pod, former, "pods", ""));
    Pinning pinning = new Pinning(NOBODY, (_, _, _) -> true, inspections(), Duration.ofSeconds(10));
    byte[] answer = PatchWriter.write(review.uid(), pinning.pins(review, soon()));
    return JSON.readTree(answer).path("response");
  }

  private static String patch(JsonNode response) {
    return new String(Base64.getDecoder().decode(response.path("patch").asText()), UTF_8);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(5));
  }

  private Inspections inspections() {
    return new Inspections() {
      @Override
      public Map<Reference, List<Inspection>> of(
          Map<Reference, Depth> images, Duration maxTagAge, Deadline deadline) {
        throw new AssertionError("nothing is judged here");
      }

      @Override
      public Inspections as(Puller puller) {
        pullers.add(puller);
        return this;
      }

      @Override
      public Map<Reference, Digest> digestsOf(
          List<Reference> asked, Duration maxTagAge, Deadline deadline) {
        ages.add(maxTagAge);
        Map<Reference, Digest> found = new HashMap<>(tags);
        found.keySet().retainAll(asked);
        return found;
      }
    };
  }
}
