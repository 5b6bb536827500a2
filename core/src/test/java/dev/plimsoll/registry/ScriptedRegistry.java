package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Conversation.Request;
import dev.plimsoll.registry.Fault.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A registry in this process, over plain http on a free port of loopback, that misbehaves as
/// its script says and remembers each request.
///
/// ```java
/// try (ScriptedRegistry registry = ScriptedRegistry.start()) {
///   Reference web = registry.add("shop/web:1.4", image);
///   registry.on("GET", "/blobs/", Fault.cut()).once();
///   …
///   assertThat(registry.requests("GET", "/blobs/")).hasSize(2);
/// }
/// ```
public final class ScriptedRegistry implements AutoCloseable {
  private static final Pattern PATH =
      Pattern.compile("/v2/(.+)/(manifests|blobs)/([^/?]+)(?:\\?.*)?");

  /// What happens to requests of this method whose path holds this text, so many times.
  public static final class Line {
    private final String method;
    private final String path;
    private final Fault fault;
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    private Line(String method, String path, Fault fault) {
      this.method = method;
      this.path = path;
      this.fault = fault;
    }

    public void once() {
      times(1);
    }

    public void times(int times) {
      left.set(times);
    }

    private boolean applies(Request request) {
      return request.method().equals(method)
          && request.path().contains(path)
          && left.getAndUpdate(n -> n == 0 ? 0 : n - 1) > 0;
    }
  }

  private final ServerSocket server;
  private final Map<String, TestImage> manifests = new ConcurrentHashMap<>();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final List<Line> script = new CopyOnWriteArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final Set<ScriptedRegistry> tokenReceivers = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String basic;
  private volatile @Nullable String realm;
  private volatile int tokenSeconds = 300;

  private ScriptedRegistry() throws IOException {
    server = new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  public static ScriptedRegistry start() {
    try {
      return new ScriptedRegistry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `127.0.0.1:port`, as references name it.
  public String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// Settings under which this registry may be read.
  public RegistrySettings settings() {
    return RegistrySettings.none().with(host(), RegistrySettings.Host.OVER_PLAIN_HTTP);
  }

  /// Stores an image or index under `repository:tag`, and returns the reference to it.
  public Reference add(String name, TestImage image) {
    Reference reference = Reference.parse(host() + "/" + name);
    String repository = reference.repository();
    manifests.put(repository + "/" + reference.identifier(), image);
    store(repository, image);
    return reference;
  }

  private void store(String repository, TestImage image) {
    manifests.put(repository + "/" + image.digest(), image);
    image.blobs().forEach((digest, bytes) -> blobs.put(repository + "/" + digest, bytes));
    image.children().forEach(child -> store(repository, child));
  }

  /// Adds a line to the script; the first line that applies is played.
  public Line on(String method, String path, Fault fault) {
    Line line = new Line(method, path, fault);
    script.add(line);
    return line;
  }

  /// From now on wants this login, directly (Basic).
  public ScriptedRegistry requireLogin(String user, String password) {
    basic = new Credentials.Login(user, password).basic();
    return this;
  }

  /// From now on wants a token, from a service at `/token` of this or another registry, which
  /// gives them to anyone unless that one requires a login.
  public ScriptedRegistry requireTokensFrom(ScriptedRegistry service) {
    realm = "http://" + service.host() + "/token";
    service.tokenReceivers.add(this);
    return this;
  }

  /// How long this registry's token service says that its tokens are good.
  public void tokensLast(int seconds) {
    tokenSeconds = seconds;
  }

  /// No token given out so far is good any longer.
  public void revokeTokens() {
    tokens.clear();
  }

  /// All requests so far, in order.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /// The requests of this method whose path holds this text.
  public List<Request> requests(String method, String path) {
    return requests.stream()
        .filter(r -> r.method().equals(method) && r.path().contains(path))
        .toList();
  }

  /// How many connections are open now.
  public int connections() {
    return connections.size();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.add(socket);
        Thread.ofVirtual().start(() -> converse(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      Conversation conversation = new Conversation(socket);
      boolean open = true;
      while (open) {
        Request request = conversation.next();
        open = request != null && answer(conversation, request);
      }
    } catch (IOException _) {
      // The client has gone, which is what many a script is for.
    } finally {
      connections.remove(socket);
    }
  }

  private boolean answer(Conversation conversation, Request request) throws IOException {
    requests.add(request);
    Answer right = right(request);
    Optional<Line> line = script.stream().filter(l -> l.applies(request)).findFirst();
    if (line.isPresent()) {
      return line.get().fault.serve(conversation, right);
    }
    conversation.head(right.status(), right.headers());
    if (!request.method().equals("HEAD")) {
      conversation.write(right.body());
    }
    return true;
  }

  private Answer right(Request request) {
    if (request.path().startsWith("/token")) {
      return token(request);
    }
    if (request.path().startsWith("/signed/")) {
      byte[] blob =
          blobs.get(request.path().replaceFirst("^/signed/", "").replaceFirst("\\?.*", ""));
      return blob == null ? answer(404, new byte[0]) : answer(200, blob).part(request);
    }
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return answer(404, new byte[0]);
    }
    if (!isAuthorised(request)) {
      return answer(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}".getBytes(UTF_8))
          .with("WWW-Authenticate", challenge(path.group(1)));
    }
    String key = path.group(1) + "/" + path.group(3);
    if (path.group(2).equals("blobs")) {
      byte[] blob = blobs.get(key);
      return blob == null ? answer(404, new byte[0]) : answer(200, blob).part(request);
    }
    TestImage stored = manifests.get(key);
    if (stored == null) {
      return answer(404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}".getBytes(UTF_8));
    }
    return answer(200, stored.manifest())
        .with("Content-Type", stored.mediaType())
        .with("Docker-Content-Digest", stored.digest().toString());
  }

  private boolean isAuthorised(Request request) {
    String given = request.header("Authorization").orElse("");
    if (realm != null) {
      return given.startsWith("Bearer ") && tokens.contains(given.substring(7));
    }
    return basic == null || given.equals(basic);
  }

  private String challenge(String repository) {
    return realm == null
        ? "Basic realm=\"scripted\""
        : "Bearer realm=\"%s\",service=\"scripted\",scope=\"repository:%s:pull\""
            .formatted(realm, repository);
  }

  private Answer token(Request request) {
    if (basic != null && !request.header("Authorization").orElse("").equals(basic)) {
      return answer(401, new byte[0]);
    }
    String token =
        "t" + Base64.getEncoder().encodeToString(Integer.toString(requests.size()).getBytes(UTF_8));
    tokenReceivers.forEach(registry -> registry.tokens.add(token));
    String json = "{\"token\":\"%s\",\"expires_in\":%d}".formatted(token, tokenSeconds);
    return answer(200, json.getBytes(UTF_8)).with("Content-Type", "application/json");
  }

  private static Answer answer(int status, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Length", Integer.toString(body.length));
    return new Answer(status, headers, body);
  }

  /// Where a blob can be had by a URL of its own, as storage behind a registry gives it.
  public URI signedUrl(Reference of, Digest blob) {
    return URI.create(
        "http://" + host() + "/signed/" + of.repository() + "/" + blob + "?signature=secret");
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
