package dev.plimsoll.e2e;

import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationSettings;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.TokenIssuer;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A cluster of its own with Plimsoll installed, and the images in registries that let nobody
/// in without a login: by a password, by tokens, and by a password that a credential provider
/// plugin of the operator knows; `own` holds what tests push. Pods are pinned, and what is
/// attested of images counts against them. One serves all test classes of a run.
record LockedSurroundings(
    ControlPlane cluster,
    TokenIssuer issuer,
    Locked basic,
    Locked tokens,
    Locked provided,
    Locked own,
    Installation installation,
    WorkDirectory directory)
    implements AutoCloseable {

  /// A registry and who is let in.
  record Locked(RegistryServer registry, String user, String password) {
    String image(String name) {
      return registry.host() + "/" + name;
    }
  }

  /// Gives tests these surroundings as a parameter.
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == LockedSurroundings.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(LockedSurroundings.class))
          .computeIfAbsent(
              LockedSurroundings.class,
              _ -> {
                try {
                  return start();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              LockedSurroundings.class);
    }
  }

  private static LockedSurroundings start() throws IOException {
    ImageCorpus corpus = ImageCorpus.find(System.err::println);
    corpus.serve(RegistrySettings.defaults(), System.err::println).close();
    TokenIssuer issuer = TokenIssuer.start("tilda", "tildas-pa55word", Duration.ofMinutes(5));
    Locked basic = byPassword(corpus, "sailor", "sailors-pa55word");
    Locked provided = byPassword(corpus, "plugin", "plugins-pa55word");
    Locked tokens =
        new Locked(
            corpus.serve(RegistrySettings.defaults().withTokens(issuer), System.err::println),
            "tilda",
            "tildas-pa55word");
    RegistrySettings lock = RegistrySettings.defaults().withLogin("pusher", "pushers-pa55word");
    Locked own = new Locked(RegistryServer.start(lock), "pusher", "pushers-pa55word");
    WorkDirectory directory = WorkDirectory.at(null);
    InstallationSettings settings =
        InstallationSettings.withInsecureRegistries(
            basic.registry().host(),
            provided.registry().host(),
            tokens.registry().host(),
            own.registry().host(),
            issuer.host());
    for (String property : plugin(directory.path(), provided)) {
      settings = settings.withProperty(property);
    }
    settings =
        settings
            .withProperty("plimsoll.pinning.enabled=true")
            .withProperty("plimsoll.vulnerabilities.attestations=against");
    ControlPlane cluster = ControlPlane.start(ControlPlaneSettings.defaults().withNodes());
    Installation installation = Installation.install(cluster, settings);
    return new LockedSurroundings(
        cluster, issuer, basic, tokens, provided, own, installation, directory);
  }

  private static Locked byPassword(ImageCorpus corpus, String user, String password) {
    RegistrySettings settings = RegistrySettings.defaults().withLogin(user, password);
    return new Locked(corpus.serve(settings, System.err::println), user, password);
  }

  /// A kubelet's configuration with one plugin, and the plugin, which knows one login.
  private static List<String> plugin(Path directory, Locked registry) throws IOException {
    Path program = directory.resolve("fake-provider");
    Files.writeString(
        program,
        """
        #!/bin/sh
        cat >/dev/null
        echo '{"kind":"CredentialProviderResponse",\
        "apiVersion":"credentialprovider.kubelet.k8s.io/v1",\
        "cacheKeyType":"Registry","cacheDuration":"10m",\
        "auth":{"%s":{"username":"%s","password":"%s"}}}'
        """
            .formatted(registry.registry().host(), registry.user(), registry.password()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path config = directory.resolve("providers.yaml");
    Files.writeString(
        config,
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
        - name: fake-provider
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          matchImages: ["%s"]
          defaultCacheDuration: 10m
        """
            .formatted(registry.registry().host()));
    return List.of(
        "plimsoll.registries.credential-provider-config=" + config,
        "plimsoll.registries.credential-provider-directory=" + directory);
  }

  /// As whom tokens for a repository were asked for: `known`, `unknown`.
  List<String> askedAs(String repository) {
    return issuer.requests().stream()
        .filter(request -> request.contains("repository:" + repository + ":"))
        .map(request -> request.substring(request.lastIndexOf(' ') + 1))
        .toList();
  }

  String metricsPage() {
    return installation.operator().metricsPage();
  }

  @Override
  public void close() {
    installation.close();
    cluster.close();
    basic.registry().close();
    provided.registry().close();
    tokens.registry().close();
    own.registry().close();
    issuer.close();
    directory.close();
  }
}
