package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.Cache;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubeapitest.binary.BinaryManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// The directory in which the programs of the control plane lie, and which of them are there.
record Binaries(Path directory) {
  private static final String DOWNLOADED_VERSION = "1.3*";

  /// In this order: the directory that `KUBEBUILDER_ASSETS` names; built from Go modules, where Go
  /// is there; downloaded, which brings an API server but no controllers.
  static Binaries find(Consumer<String> progress) {
    var assets = System.getenv("KUBEBUILDER_ASSETS");
    if (assets != null && !assets.isBlank()) {
      return given(Path.of(assets));
    }
    if (Build.hasGo()) {
      return new Binaries(Build.run(progress));
    }
    return downloaded(progress);
  }

  /// The registry: Debian's, where it is installed and there is no Go to build one.
  static Path findRegistry(Consumer<String> progress) {
    if (Build.hasGo()) {
      return new Binaries(Build.run(progress)).require("registry");
    }
    return Cache.onPath("docker-registry")
        .orElseThrow(
            () ->
                new PartsException(
                    "No registry: install Go 1.26 or newer, from which it is built, or Debian's with"
                        + " `apt-get install docker-registry`."));
  }

  /// The program of this name, or an exception that says where it was looked for.
  Path require(String program) {
    return optional(program)
        .orElseThrow(() -> new PartsException("There is no " + program + " in " + directory + "."));
  }

  Optional<Path> optional(String program) {
    return Optional.of(directory.resolve(program)).filter(Files::isExecutable);
  }

  /// A directory that somebody made, which has at least the API server and etcd.
  static Binaries given(Path directory) {
    var binaries = new Binaries(directory.toAbsolutePath());
    if (binaries.optional("kube-apiserver").isEmpty() || binaries.optional("etcd").isEmpty()) {
      throw new PartsException(
          """
          KUBEBUILDER_ASSETS is %s, where kube-apiserver and etcd are not both to be found: \
          let it name a directory that has them, or unset it."""
              .formatted(directory));
    }
    return binaries;
  }

  private static Binaries downloaded(Consumer<String> progress) {
    progress.accept("Go is not there to build the control plane: downloading envtest's API server");
    var config =
        new KubeAPIServerConfigBuilder()
            .withTestDir(Cache.directory("envtest").toString())
            .withApiServerVersion(DOWNLOADED_VERSION)
            .withUpdateKubeConfig(false)
            .build();
    try {
      var manager = new BinaryManager(config);
      manager.initAndDownloadIfRequired();
      return new Binaries(manager.binaries().getApiServer().toPath().getParent());
    } catch (KubeAPITestException e) {
      throw new PartsException(
          """
          No API server: install Go 1.26 or newer, from which it is built, or let \
          KUBEBUILDER_ASSETS name a directory with kube-apiserver and etcd. \
          (Downloading envtest's failed: %s)"""
              .formatted(e.getMessage()),
          e);
    }
  }

  /// The command that builds the programs from Go modules into the cache.
  static final class Build {
    private Build() {}

    static boolean hasGo() {
      return Files.isExecutable(Path.of("/usr/local/go/bin/go"))
          || Cache.onPath(Optional.ofNullable(System.getenv("GO")).orElse("go")).isPresent();
    }

    /// The directory with the programs; a second call finds them built.
    static Path run(Consumer<String> progress) {
      var script = SourceTree.controlPlane().resolve("build.sh");
      try {
        var process = new ProcessBuilder("nice", script.toString()).start();
        try (var errors = reader(process.getErrorStream())) {
          errors.lines().forEach(progress);
        }
        var directory = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new PartsException(
              script + " failed with status " + process.exitValue() + "; it said why above.");
        }
        return Path.of(directory.strip());
      } catch (IOException e) {
        throw new PartsException("Cannot run " + script + ": " + e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PartsException("Interrupted while building the control plane", e);
      }
    }

    private static BufferedReader reader(java.io.InputStream stream) {
      return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }
  }
}
