package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kinds × operations × modes: each line of the table is one request, and the API server's answer
/// to it.
@ExtendWith(InstallationExtension.class)
class WorkloadOperationsE2E {
  private static final String BAD = "faults:root";
  private static final String OTHER_BAD = "faults:too-big";
  private static final String GOOD = "apps/002:corrected";
  private static final String RULE = "root-user";

  /// Where the pod template's spec is in an object of each kind.
  private static final Map<String, String> POD_SPEC =
      Map.of(
          "Pod", "/spec",
          "ReplicationController", "/spec/template/spec",
          "Deployment", "/spec/template/spec",
          "ReplicaSet", "/spec/template/spec",
          "StatefulSet", "/spec/template/spec",
          "DaemonSet", "/spec/template/spec",
          "Job", "/spec/template/spec",
          "CronJob", "/spec/jobTemplate/spec/template/spec");

  /// What is done, to which kinds, with which image, in which mode: and the answer.
  private static final String TABLE =
      """
      create            | all                                                          | bad  | Enforce | refused
      create            | all                                                          | bad  | Warn    | warned
      create            | all                                                          | bad  | Audit   | admitted
      create            | all                                                          | good | Enforce | admitted
      server-side apply | all                                                          | bad  | Enforce | refused
      server-side apply | all                                                          | bad  | Warn    | warned
      dry-run           | all                                                          | bad  | Enforce | refused
      dry-run           | all                                                          | bad  | Warn    | warned
      generateName      | all                                                          | bad  | Enforce | refused
      label             | all                                                          | bad  | Enforce | admitted
      finalizer removal | all                                                          | bad  | Enforce | admitted
      new image         | all but Job                                                  | bad  | Enforce | refused
      new image         | all but Job                                                  | bad  | Warn    | warned
      new image         | all but Job                                                  | bad  | Audit   | admitted
      new image         | all but Job                                                  | good | Enforce | admitted
      scale             | Deployment ReplicaSet StatefulSet ReplicationController      | bad  | Enforce | admitted
      rollout restart   | Deployment StatefulSet DaemonSet                             | bad  | Enforce | refused
      rollout undo      | Deployment StatefulSet DaemonSet                             | bad  | Enforce | refused
      evict             | Pod                                                          | bad  | Enforce | admitted
      debug             | Pod                                                          | bad  | Enforce | warned
      """;

  private static final Map<String, TestNamespace> NAMESPACES = new HashMap<>();

  private static Surroundings surroundings;

  /// One line of the table for one kind; `name` is the object's.
  record Line(
      String name, String operation, String kind, String image, String mode, String answer) {
    boolean creates() {
      return switch (operation) {
        case "create", "server-side apply", "dry-run", "generateName" -> true;
        default -> false;
      };
    }

    TestNamespace namespace() {
      return NAMESPACES.get(mode);
    }

    String target() {
      return kind.toLowerCase(Locale.ROOT) + "/" + name;
    }

    @Override
    public String toString() {
      return "%s %s with a %s image under %s: %s".formatted(operation, kind, image, mode, answer);
    }
  }

  /// What is to be changed stands there before the policies come.
  @BeforeAll
  static void prepare(Surroundings given) {
    surroundings = given;
    for (String mode : List.of("Enforce", "Warn", "Audit")) {
      NAMESPACES.put(
          mode,
          TestNamespace.create(
              given.cluster().kubectl(), "operations-" + mode.toLowerCase(Locale.ROOT)));
    }
    lines().filter(line -> !line.creates()).forEach(WorkloadOperationsE2E::before);
    NAMESPACES.forEach(
        (mode, namespace) ->
            namespace.policy(
                "load-line", "enforcement: " + mode + "\nrules: {user: {rootUser: {}}}"));
    NAMESPACES.values().forEach(namespace -> namespace.awaitRead(image(BAD), image(GOOD)));
  }

  @AfterAll
  static void deleteNamespaces() {
    NAMESPACES.values().forEach(TestNamespace::delete);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void answers(Line line) {
    String image = image(line.image().equals("good") ? GOOD : BAD);

    Outcome outcome = line.creates() ? create(line, image) : change(line, image);

    switch (line.answer()) {
      case "refused" -> {
        assertThat(outcome.succeeded()).as(outcome.out()).isFalse();
        assertThat(outcome.err()).contains("denied the request: " + line.kind() + " ", "- " + RULE);
      }
      case "warned" -> {
        assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
        assertThat(outcome.err()).contains("Warning: ", RULE);
      }
      case "admitted" -> {
        assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
        assertThat(outcome.err()).doesNotContain(RULE);
      }
      default -> throw new AssertionError(line);
    }
  }

  /// What is only tried out leaves nothing behind: no object, and nothing of Plimsoll's.
  @Test
  void dryRunWritesNothing() {
    // Where nothing runs of which the audit might tell meanwhile.
    TestNamespace namespace =
        TestNamespace.create(surroundings.cluster().kubectl(), "operations-dry");
    namespace.policy("load-line", "rules: {user: {rootUser: {}}}");
    String before = written(namespace);

    assertThat(dryRun(namespace, GOOD).succeeded()).isTrue();
    assertThat(dryRun(namespace, BAD).err()).contains(RULE);

    assertThat(namespace.run("get", "deployment/tried").err()).contains("NotFound");
    assertThat(written(namespace)).isEqualTo(before);
    namespace.delete();
  }

  private static Outcome dryRun(TestNamespace namespace, String image) {
    return namespace.run(
        "create", "deployment", "tried", "--image=" + image(image), "--dry-run=server");
  }

  private static String written(TestNamespace namespace) {
    return expect(
        namespace.run(
            "get",
            "events",
            "--field-selector=reportingComponent=plimsoll.dev/operator",
            "-o=name"));
  }

  /// A Pod that is evicted comes again by its controller, and is judged as a new one.
  @Test
  void evictedPodIsJudgedAgainWhereItComesBack() {
    TestNamespace namespace = NAMESPACES.get("Enforce");
    expect(namespace.deploy("drained", image(GOOD)));
    expect(namespace.run("rollout", "status", "deployment/drained", "--timeout=120s"));
    String first = pods(namespace);

    evict(namespace.name(), first.substring("pod/".length()));

    Patience.await(
        Duration.ofMinutes(2),
        () -> !pods(namespace).isEmpty() && !pods(namespace).contains(first),
        () -> "no other Pod came: " + pods(namespace));
    expect(namespace.run("delete", "deployment/drained"));
  }

  private static String pods(TestNamespace namespace) {
    return expect(namespace.run("get", "pods", "-l=app=drained", "-o=name")).strip();
  }

  static Stream<Line> lines() {
    AtomicInteger number = new AtomicInteger();
    return TABLE
        .lines()
        .map(line -> line.split("\\|", -1))
        .flatMap(
            line ->
                kinds(line[1].strip())
                    .map(
                        kind ->
                            new Line(
                                "w" + number.incrementAndGet(),
                                line[0].strip(),
                                kind,
                                line[2].strip(),
                                line[3].strip(),
                                line[4].strip())));
  }

  private static Stream<String> kinds(String words) {
    return words.startsWith("all")
        ? POD_SPEC.keySet().stream().filter(kind -> !words.endsWith(" but " + kind)).sorted()
        : Stream.of(words.split(" ", -1));
  }

  private static void before(Line line) {
    String first = line.operation().equals("new image") ? OTHER_BAD : BAD;
    expect(line.namespace().apply(manifest(line, image(first))));
    switch (line.operation()) {
      case "rollout undo" -> {
        String revisions = line.kind().equals("Deployment") ? "replicasets" : "controllerrevisions";
        awaitRevisions(line, revisions, 1);
        expect(patchImage(line, image(GOOD)));
        awaitRevisions(line, revisions, 2);
      }
      case "finalizer removal" -> {
        expect(patch(line, "add", "/metadata/finalizers", "[\"plimsoll.dev/test\"]"));
        expect(line.namespace().run("delete", line.target(), "--wait=false"));
      }
      default -> {}
    }
  }

  private static Outcome create(Line line, String image) {
    String manifest = manifest(line, image);
    return switch (line.operation()) {
      case "server-side apply" -> input(line, manifest, "apply", "--server-side");
      case "dry-run" -> input(line, manifest, "apply", "--dry-run=server");
      case "generateName" ->
          input(line, manifest.replaceFirst("name: w\\d+", "generateName: w-"), "create");
      default -> line.namespace().apply(manifest);
    };
  }

  private static Outcome input(Line line, String manifest, String verb, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of(verb, "-f", "-", "--namespace=" + line.namespace().name()));
    arguments.addAll(List.of(options));
    return surroundings
        .cluster()
        .kubectl()
        .runWithInput(manifest, arguments.toArray(String[]::new));
  }

  private static Outcome change(Line line, String image) {
    TestNamespace namespace = line.namespace();
    return switch (line.operation()) {
      case "label" -> namespace.run("label", line.target(), "team=shop");
      case "finalizer removal" -> patch(line, "replace", "/metadata/finalizers", "[]");
      case "new image" -> patchImage(line, image);
      case "scale" -> namespace.run("scale", line.target(), "--replicas=2");
      case "rollout restart" -> namespace.run("rollout", "restart", line.target());
      case "rollout undo" -> namespace.run("rollout", "undo", line.target());
      case "evict" -> evict(namespace.name(), line.name());
      case "debug" ->
          namespace.run("debug", line.target(), "--image=" + image, "--container=looking", "-q");
      default -> throw new AssertionError(line);
    };
  }

  private static Outcome evict(String namespace, String pod) {
    return surroundings
        .cluster()
        .kubectl()
        .runWithInput(
            """
            {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "%s"}}
            """
                .formatted(pod, namespace),
            "create",
            "--raw=/api/v1/namespaces/%s/pods/%s/eviction".formatted(namespace, pod),
            "-f",
            "-");
  }

  private static Outcome patchImage(Line line, String image) {
    String path = POD_SPEC.get(line.kind()) + "/containers/0/image";
    return patch(line, "replace", path, "\"" + image + "\"");
  }

  private static Outcome patch(Line line, String op, String path, String value) {
    return line.namespace()
        .run(
            "patch",
            line.target(),
            "--type=json",
            "--patch=[{\"op\":\"%s\",\"path\":\"%s\",\"value\":%s}]".formatted(op, path, value));
  }

  /// The kind's controller keeps the templates that there were, for `rollout undo`.
  private static void awaitRevisions(Line line, String revisions, int wanted) {
    Patience.await(
        Duration.ofMinutes(2),
        () ->
            expect(line.namespace().run("get", revisions, "-l=app=" + line.name(), "-o=name"))
                    .lines()
                    .count()
                >= wanted,
        () -> line + ": not " + wanted + " " + revisions);
  }

  private static String manifest(Line line, String image) {
    String pod = "containers: [{name: app, image: '" + image + "'}]";
    String labels = "{app: " + line.name() + "}";
    String template = "template: {metadata: {labels: " + labels + "}, spec: {" + pod + "}}";
    String once = "template: {spec: {restartPolicy: Never, " + pod + "}}";
    String spec =
        switch (line.kind()) {
          case "Pod" -> pod;
          case "ReplicationController" -> "replicas: 0, selector: " + labels + ", " + template;
          case "Deployment", "ReplicaSet" ->
              "replicas: 0, selector: {matchLabels: " + labels + "}, " + template;
          case "StatefulSet" ->
              "replicas: 0, serviceName: web, selector: {matchLabels: " + labels + "}, " + template;
          case "DaemonSet" -> "selector: {matchLabels: " + labels + "}, " + template;
          case "Job" -> "suspend: true, " + once;
          case "CronJob" -> "schedule: '@yearly', jobTemplate: {spec: {" + once + "}}";
          default -> throw new AssertionError(line);
        };
    String group =
        switch (line.kind()) {
          case "Pod", "ReplicationController" -> "v1";
          case "Job", "CronJob" -> "batch/v1";
          default -> "apps/v1";
        };
    return "{apiVersion: %s, kind: %s, metadata: {name: %s, labels: %s}, spec: {%s}}"
        .formatted(group, line.kind(), line.name(), labels, spec);
  }

  private static String image(String name) {
    return surroundings.registry().host() + "/" + name;
  }
}
