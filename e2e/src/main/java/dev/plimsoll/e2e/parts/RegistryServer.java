package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Readiness;
import dev.plimsoll.e2e.parts.process.SupervisedProcess;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// The CNCF Distribution registry, on a port of its own.
public final class RegistryServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int BCRYPT_COST = 5; // the registry hashes at every request

  private final RegistrySettings settings;
  private final WorkDirectory directory;
  private final int port = FreePorts.next();
  private final Path program;
  private final AccessLog accessLog;
  private Optional<SupervisedProcess> process = Optional.empty();

  private RegistryServer(RegistrySettings settings, Path program, WorkDirectory directory) {
    this.settings = settings;
    this.program = program;
    this.directory = directory;
    this.accessLog =
        new AccessLog(directory.logs().resolve("registry.log"), uri(), settings.authority());
  }

  public static RegistryServer start(RegistrySettings settings) {
    var program = Binaries.findRegistry(settings.progress());
    var server = new RegistryServer(settings, program, WorkDirectory.at(null));
    try {
      server.start();
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /// `address:port`, as it stands before the first slash of a reference.
  public String host() {
    return settings.address() + ":" + port;
  }

  public String uri() {
    return (settings.authority() == null ? "http://" : "https://") + host();
  }

  /// The requests answered since the start or the last [#forgetRequests], oldest first; those that
  /// the fake nodes made to pull images are left out.
  public List<Request> requests() {
    return accessLog.requests().stream().filter(request -> !request.isOurs()).toList();
  }

  /// The same with those of the fake nodes.
  public List<Request> requestsWithPulls() {
    return accessLog.requests();
  }

  public void forgetRequests() {
    accessLog.forget();
  }

  /// What an image pull secret of type `kubernetes.io/dockerconfigjson` holds for this registry.
  public String dockerConfig() {
    var login =
        Optional.ofNullable(settings.login())
            .orElseThrow(() -> new IllegalStateException("this registry asks for no login"));
    var pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
    return "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}"
        .formatted(host(), Base64.getEncoder().encodeToString(pair));
  }

  /// Ends the server; its port refuses connections until [#start()], its images stay.
  public void stop() {
    process.ifPresent(running -> running.stop(GRACE));
    process = Optional.empty();
  }

  /// Starts the server again after [#stop].
  public void start() {
    if (process.isPresent()) {
      throw new PartsException("The registry is running already.");
    }
    var config = directory.path().resolve("config.yaml");
    CertificateAuthority.writePrivately(config, config());
    var started =
        SupervisedProcess.start(
            "registry",
            List.of(program.toString(), "serve", config.toString()),
            Map.of("OTEL_TRACES_EXPORTER", "none"),
            directory.logs());
    process = Optional.of(started);
    Readiness.await(started, LIMIT, accessLog::isWritten);
  }

  @Override
  public void close() {
    stop();
    directory.close();
  }

  private String config() {
    var storage = Optional.ofNullable(settings.storage()).orElse(directory.data());
    return """
    version: 0.1
    log:
      level: error
      accesslog: {disabled: false}
    storage:
      filesystem: {rootdirectory: '%s'}
      delete: {enabled: true}
      maintenance: {uploadpurging: {enabled: false}}
    http:
      addr: '%s'
      secret: not-a-secret-one-server-only
    """
            .formatted(storage, host())
        + tls()
        + login()
        + tokens();
  }

  private String tls() {
    var authority = settings.authority();
    if (authority == null) {
      return "";
    }
    var files =
        authority
            .issueForServer("registry", List.of(settings.address(), "localhost"))
            .writeTo(directory.path(), "server");
    return """
      tls: {certificate: '%s', key: '%s'}
    """
        .formatted(files.certificate(), files.privateKey());
  }

  private String tokens() {
    var tokens = settings.tokens();
    return tokens == null ? "" : tokens.config(directory.path());
  }

  private String login() {
    var login = settings.login();
    if (login == null) {
      return "";
    }
    var salt = new byte[16];
    new java.security.SecureRandom().nextBytes(salt);
    var hash = OpenBSDBCrypt.generate("2y", login.password().toCharArray(), salt, BCRYPT_COST);
    var file = directory.path().resolve("htpasswd");
    CertificateAuthority.writePrivately(file, login.user() + ":" + hash + "\n");
    return "auth: {htpasswd: {realm: plimsoll, path: '%s'}}\n".formatted(file);
  }

  /// One request that the registry answered; the path is with its query.
  public record Request(String method, String path, int status, String userAgent) {
    boolean isOurs() {
      return userAgent.startsWith(AccessLog.OUR_AGENTS);
    }

    @Override
    public String toString() {
      return method + " " + path + " -> " + status;
    }
  }
}
