package dev.plimsoll.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.images.LayoutPush;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationSettings;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operator's image is what it asks of others, and its files alone make an operator that
/// serves: started from them, it judges its own image. `make test-image` runs it; it is no part of
/// `make test`.
class OperatorImageTrial {
  private static final long LARGEST_PULL = 80L << 20;
  private static final String NAMESPACE = "shop";
  private static final String BORINGSSL = NativeCode.tls(Architecture.here()).file();

  @TempDir private static Path directory;

  private static BuiltImage built;
  private static UnpackedImage unpacked;
  private static RegistryServer registry;
  private static ControlPlane cluster;
  private static Installation installation;

  @BeforeAll
  static void start() throws IOException {
    built = OperatorImage.here(System.err::println).build(directory.resolve("layout"));
    built.print(System.err);
    // A root that its user cannot enter would hide that user's mistakes.
    Files.setPosixFilePermissions(
        directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    unpacked = UnpackedImage.of(built.layout(), built.name(), directory.resolve("root"));
    registry = RegistryServer.start(RegistrySettings.defaults());
    try (LayoutPush push = new LayoutPush(built.layout(), registry.host())) {
      push.pushAll();
    }
    cluster = ControlPlane.start(ControlPlaneSettings.defaults());
    installation =
        Installation.install(
            cluster,
            InstallationSettings.withInsecureRegistries(registry.host()),
            // A cache that does not fit would be passed over in silence: here Java may not.
            unpacked
                .with("JAVA_TOOL_OPTIONS", "-Xmx192m -XX:AOTMode=on")
                .with("PLIMSOLL_ADMISSION_REHEARSALS", "30"));
    System.err.printf(
        "the image's operator: ready after %d ms, %s MiB resident%n",
        installation.operator().timeToReady().toMillis(), statusOf("VmRSS") / 1024);
    cluster.kubectl().run("create", "namespace", NAMESPACE);
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable part : Stream.of(installation, cluster, registry).toList()) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void isTheSameWhenBuiltAgain() throws IOException {
    Path again = directory.resolve("again");
    OperatorImage.here(System.err::println).build(again);

    assertThat(Files.readString(again.resolve("index.json")))
        .isEqualTo(Files.readString(built.layout().resolve("index.json")));
  }

  @Test
  void isSmall() {
    assertThat(built.pullSize()).isLessThan(LARGEST_PULL);
  }

  @Test
  void runsAsItsOwnUserAndCannotBecomeAnother() throws IOException {
    assertThat(unpacked.user()).isEqualTo("65532:65532");
    assertThat(statusOf("Uid")).isEqualTo(65532);
    assertThat(statusOf("Gid")).isEqualTo(65532);
    assertThat(statusOf("NoNewPrivs")).isEqualTo(1);
  }

  @Test
  void servesTlsByBoringSslAndUnpacksNothing() throws IOException {
    String root = unpacked.root() + "/";
    List<String> libraries =
        Files.readAllLines(process("maps")).stream().filter(map -> map.contains(".so")).toList();

    assertThat(libraries).anyMatch(map -> map.endsWith(root + "opt/plimsoll/native/" + BORINGSSL));
    assertThat(libraries).allMatch(map -> map.contains(root) && !map.contains(root + "tmp/"));
  }

  /// By the port that API servers ask, with what the image has of TLS.
  @Test
  void rehearsesWhatItWillBeAsked() throws IOException {
    assertThat(Files.readString(installation.operator().log())).contains("Rehearsed");
  }

  @Test
  void isAdmittedByTheDistrolessProfileThatItServes() {
    policy("{profile: Distroless, enforcement: Enforce}");

    Outcome outcome = runOwnImage();

    assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
    assertThat(outcome.err()).doesNotContain("Warning");
  }

  @Test
  void isRefusedByAPolicyThatItDoesNotMeet() {
    policy("{enforcement: Enforce, rules: {size: {pullSize: {max: 1Mi}}}}");

    assertThat(runOwnImage().err()).contains("pull-size").contains("limit 1.0 MiB");
  }

  @Test
  void hasNoProgramButJava() throws IOException {
    Set<String> programs = new HashSet<>();
    for (String folder : List.of("bin", "usr/bin", "sbin", "usr/sbin", "opt/java/bin")) {
      Path there = unpacked.root().resolve(folder);
      if (Files.isDirectory(there)) {
        try (Stream<Path> files = Files.list(there)) {
          files.forEach(file -> programs.add(file.getFileName().toString()));
        }
      }
    }

    assertThat(programs).containsExactly("java");
  }

  @Test
  void hasItsBillOfMaterialsAttached() throws IOException {
    JsonNode index = new ObjectMapper().readTree(built.layout().resolve("index.json").toFile());
    JsonNode artifact = index.path("manifests").get(2);
    JsonNode manifest = blob(artifact);
    JsonNode bill = blob(manifest.path("layers").get(0));

    assertThat(manifest.path("subject").path("digest"))
        .isEqualTo(index.path("manifests").get(1).path("digest"));
    assertThat(bill.path("components").findValuesAsText("purl"))
        .anyMatch(purl -> purl.startsWith("pkg:deb/debian/libc6@"))
        .anyMatch(purl -> purl.startsWith("pkg:maven/io.quarkus/quarkus-core@"))
        .anyMatch(purl -> purl.startsWith("pkg:generic/openjdk@25"));
  }

  private static JsonNode blob(JsonNode descriptor) throws IOException {
    String path = descriptor.path("digest").asText().replace(':', '/');
    return new ObjectMapper().readTree(built.layout().resolve("blobs").resolve(path).toFile());
  }

  private static void policy(String spec) {
    String policy =
        """
        {apiVersion: plimsoll.dev/v1alpha1, kind: ImagePolicy,
         metadata: {name: own, namespace: %s}, spec: %s}
        """;
    cluster.kubectl().run("delete", "imagepolicies.plimsoll.dev", "own", "-n", NAMESPACE);
    Outcome applied = cluster.kubectl().apply(policy.formatted(NAMESPACE, spec));
    assertThat(applied.succeeded()).as(applied.err()).isTrue();
    Outcome ready =
        cluster
            .kubectl()
            .run(
                "wait",
                "--for=condition=Ready",
                "--timeout=120s",
                "-n",
                NAMESPACE,
                "imagepolicies.plimsoll.dev/own");
    assertThat(ready.succeeded()).as(ready.err()).isTrue();
  }

  private static Outcome runOwnImage() {
    return cluster
        .kubectl()
        .run(
            "create",
            "deployment",
            "plimsoll",
            "--image=" + registry.host() + "/" + built.name(),
            "-n",
            NAMESPACE,
            "--dry-run=server");
  }

  /// The first number that the kernel says of the operator under this name.
  private static long statusOf(String field) throws IOException {
    return Files.readAllLines(process("status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.replaceFirst("^\\w+:\\s*(\\d+).*", "$1"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  private static Path process(String file) {
    return Path.of("/proc", Long.toString(installation.operator().processId()), file);
  }
}
