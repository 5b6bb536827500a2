package dev.plimsoll.operator.admission;

import static dev.plimsoll.operator.admission.Reviews.kind;
import static dev.plimsoll.operator.admission.Reviews.object;
import static dev.plimsoll.operator.admission.Reviews.review;
import static dev.plimsoll.operator.admission.Reviews.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.operator.admission.Subject.Images;
import dev.plimsoll.operator.admission.Subject.Nothing;
import dev.plimsoll.operator.admission.Subject.Reason;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.workload.ContainerKind;
import dev.plimsoll.workload.WorkloadKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadsTest {
  private static final String NAME = "\"name\":\"web\"";
  private static final String DELETED = NAME + ",\"deletionTimestamp\":\"2026-11-21T04:00:00Z\"";
  private static final String ONE = template("", "one:1");
  private static final String TWO = template("", "one:2");

  static List<WorkloadKind> kinds() {
    return WorkloadKind.ALL;
  }

  static Stream<WorkloadKind> controllers() {
    return WorkloadKind.ALL.stream().filter(kind -> !kind.isPod());
  }

  static Stream<Arguments> kindsAndIdleOperations() {
    return WorkloadKind.ALL.stream()
        .flatMap(kind -> Stream.of("DELETE", "CONNECT").map(op -> Arguments.of(kind, op)));
  }

  @Test
  void knowsEveryKindThatRunsContainers() {
    assertThat(WorkloadKind.ALL)
        .extracting(WorkloadKind::kind)
        .containsExactlyInAnyOrder(
            "Pod",
            "Deployment",
            "StatefulSet",
            "DaemonSet",
            "ReplicaSet",
            "ReplicationController",
            "Job",
            "CronJob");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void judgesWhatIsCreated(WorkloadKind kind) throws Exception {
    String labelled = template("\"tier\":\"web\"", "one:1", "two:1");

    Images images = images(review("CREATE", kind, object(kind, NAME, labelled, 1), "null"));

    assertThat(images.title()).isEqualTo(kind.kind() + " shop/web");
    assertThat(names(images)).containsExactly("one:1", "two:1");
    if (!kind.isPod()) {
      assertThat(images.labels()).isEqualTo(Map.of("tier", "web"));
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndIdleOperations")
  void neverJudgesOtherOperations(WorkloadKind kind, String operation) throws Exception {
    assertThat(subject(review(operation, kind, object(kind, NAME, ONE, 1), "null")))
        .isEqualTo(new Nothing(Reason.OPERATION));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void neverJudgesWhatIsBeingDeleted(WorkloadKind kind) throws Exception {
    String update =
        review("UPDATE", kind, object(kind, DELETED, TWO, 1), object(kind, DELETED, ONE, 1));

    assertThat(subject(update)).isEqualTo(new Nothing(Reason.BEING_DELETED));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void judgesANewImage(WorkloadKind kind) throws Exception {
    String update = review("UPDATE", kind, object(kind, NAME, TWO, 1), object(kind, NAME, ONE, 1));

    assertThat(names(images(update))).containsExactly("one:2");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void passesAnUpdateOfReplicasStatusAndAnnotations(WorkloadKind kind) throws Exception {
    String annotated = NAME + ",\"annotations\":{\"revision\":\"2\"}";

    assertThat(
            subject(
                review(
                    "UPDATE", kind, object(kind, annotated, ONE, 7), object(kind, NAME, ONE, 1))))
        .isEqualTo(new Nothing(Reason.NO_IMAGE_CHANGED));
  }

  @ParameterizedTest
  @MethodSource("controllers")
  void judgesATemplateThatChangedInAnyWay(WorkloadKind kind) throws Exception {
    String relabelled = template("\"restarted\":\"now\"", "one:1");

    assertThat(
            names(
                images(
                    review(
                        "UPDATE",
                        kind,
                        object(kind, NAME, relabelled, 1),
                        object(kind, NAME, ONE, 1)))))
        .containsExactly("one:1");
  }

  @Test
  void judgesOnlyThePodContainersWhoseImageChanged() throws Exception {
    WorkloadKind pod = kind("Pod");
    String before = object(pod, NAME, template("", "one:1", "two:1"), 1);
    String after = object(pod, NAME, template("", "one:1", "two:2"), 1);

    assertThat(names(images(review("UPDATE", pod, after, before)))).containsExactly("two:2");
  }

  @Test
  void volumeLendsItsNameToNoContainer() throws Exception {
    String volume = "\"volumes\":[{\"name\":\"data\",\"image\":{\"reference\":\"evil/root:1\"}}],";
    String before = pod(volume + "\"containers\":[{\"name\":\"data\",\"image\":\"clean:1\"}]");
    String after = pod(volume + "\"containers\":[{\"name\":\"data\",\"image\":\"evil/root:1\"}]");
    String debugged =
        pod(
            volume
                + "\"containers\":[{\"name\":\"data\",\"image\":\"clean:1\"}],"
                + "\"ephemeralContainers\":[{\"name\":\"data\",\"image\":\"evil/root:1\"}]");

    assertThat(images(review("UPDATE", kind("Pod"), after, before)).images())
        .extracting(i -> i.image().kind(), i -> i.image().image())
        .containsExactly(tuple(ContainerKind.CONTAINER, "evil/root:1"));
    Images added =
        images(review("UPDATE", kind("Pod"), Workloads.EPHEMERAL_CONTAINERS, debugged, before));
    assertThat(added.images())
        .extracting(i -> i.image().kind(), i -> i.image().image())
        .containsExactly(tuple(ContainerKind.EPHEMERAL_CONTAINER, "evil/root:1"));
  }

  @Test
  void judgesARelabelledPodUnderWhatSelectsItNow() throws Exception {
    WorkloadKind pod = kind("Pod");
    String before = object(pod, NAME + ",\"labels\":{\"tier\":\"web\"}", ONE, 1);
    String after = object(pod, NAME + ",\"labels\":{\"tier\":\"bank\"}", ONE, 1);

    Images images = images(review("UPDATE", pod, after, before));

    assertThat(images.labels()).isEqualTo(Map.of("tier", "bank"));
    assertThat(images.images())
        .singleElement()
        .satisfies(image -> assertThat(image.admittedUnder()).isEqualTo(Map.of("tier", "web")));
  }

  @Test
  void judgesOnlyEphemeralContainersThatAreNew() throws Exception {
    String old = pod("\"ephemeralContainers\":[{\"name\":\"debug-1\",\"image\":\"busybox:1\"}]");
    String now =
        pod(
            "\"ephemeralContainers\":[{\"name\":\"debug-1\",\"image\":\"busybox:1\"},"
                + "{\"name\":\"debug-2\",\"image\":\"busybox:1\"}]");

    Images images = images(review("UPDATE", kind("Pod"), Workloads.EPHEMERAL_CONTAINERS, now, old));

    assertThat(images.images())
        .extracting(i -> i.image().container(), i -> i.image().kind())
        .containsExactly(tuple("debug-2", ContainerKind.EPHEMERAL_CONTAINER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "resize", "binding"})
  void passesOtherSubresources(String subresource) throws Exception {
    String pod = object(kind("Pod"), NAME, ONE, 1);

    assertThat(subject(review("UPDATE", kind("Pod"), subresource, pod, pod)))
        .isEqualTo(new Nothing(Reason.SUBRESOURCE));
  }

  @Test
  void passesKindsThatRunNothing() throws Exception {
    WorkloadKind configMap = new WorkloadKind("", "configmaps", "ConfigMap");

    assertThat(subject(review("CREATE", configMap, "{\"data\":{}}", "null")))
        .isEqualTo(new Nothing(Reason.NOT_A_WORKLOAD));
  }

  @Test
  void tellsContainersInitContainersAndSidecarsApart() throws Exception {
    String pod =
        pod(
            """
            "containers":[{"name":"web","image":"web:1"}],
            "initContainers":[{"name":"migrate","image":"migrate:1"},
              {"name":"proxy","image":"proxy:1","restartPolicy":"Always"}]
            """);

    assertThat(images(review("CREATE", kind("Pod"), pod, "null")).images())
        .extracting(i -> i.image().container(), i -> i.image().kind())
        .containsExactlyInAnyOrder(
            tuple("web", ContainerKind.CONTAINER),
            tuple("migrate", ContainerKind.INIT_CONTAINER),
            tuple("proxy", ContainerKind.SIDECAR));
  }

  @Test
  void putsAContainersUserBeforeItsPods() throws Exception {
    String pod =
        pod(
            """
            "containers":[
              {"name":"own","image":"a:1","securityContext":{"runAsUser":0,"runAsGroup":7}},
              {"name":"inherited","image":"b:1","securityContext":{"capabilities":{"add":["X"]}}},
              {"name":"none","image":"c:1"}],
            "securityContext":{"fsGroup":1,"runAsUser":4000000000}
            """);

    assertThat(images(review("CREATE", kind("Pod"), pod, "null")).images())
        .extracting(i -> i.image().context())
        .containsExactly(
            new ContainerContext("own", 0L),
            new ContainerContext("inherited", 4_000_000_000L),
            new ContainerContext("none", 4_000_000_000L));
  }

  @Test
  void readsHowAContainerIsStarted() throws Exception {
    String pod =
        pod(
            """
            "containers":[
              {"name":"web","image":"a:1","command":["sh"],"args":["-c",{"no":1},"serve"],
               "env":[{"name":"FLASK_DEBUG","value":"1"},{"name":"KEY","valueFrom":{"x":{}}},7],
               "securityContext":{"runAsNonRoot":false}},
              {"name":"worker","image":"b:1","command":"no list"}],
            "securityContext":{"runAsNonRoot":true}
            """);

    assertThat(images(review("CREATE", kind("Pod"), pod, "null")).images())
        .extracting(i -> i.image().context())
        .containsExactly(
            new ContainerContext(
                "web",
                new ContainerContext.Security(null, false),
                List.of("sh"),
                List.of("-c", "serve"),
                Map.of("FLASK_DEBUG", "1"),
                null,
                null),
            new ContainerContext(
                "worker",
                new ContainerContext.Security(null, true),
                null,
                null,
                Map.of(),
                null,
                null));
  }

  @Test
  void callsAnObjectByItsGenerateNameWhereItHasNoOther() throws Exception {
    String pod = object(kind("Pod"), "\"generateName\":\"web-\"", ONE, 1);

    assertThat(images(review("CREATE", kind("Pod"), pod, "null")).title())
        .isEqualTo("Pod shop/web-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"spec\":null}",
        "{\"spec\":{\"template\":null}}",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":null}}}}",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[7]}}}}"
      })
  void passesWhatHasNoContainers(String object) throws Exception {
    assertThat(subject(review("CREATE", kind("Deployment"), object, "null")))
        .isEqualTo(new Nothing(Reason.NO_IMAGE_CHANGED));
  }

  private static String pod(String spec) {
    return "{\"metadata\":{%s},\"spec\":{%s}}".formatted(NAME, spec);
  }

  private static Subject subject(String review) throws MalformedReviewException {
    return Workloads.subjectOf(ReviewReader.read(Reviews.bytes(review)));
  }

  private static Images images(String review) throws MalformedReviewException {
    Subject subject = subject(review);
    assertThat(subject).isInstanceOf(Images.class);
    return (Images) subject;
  }

  private static List<String> names(Images images) {
    return images.images().stream().map(image -> image.image().image()).toList();
  }
}
