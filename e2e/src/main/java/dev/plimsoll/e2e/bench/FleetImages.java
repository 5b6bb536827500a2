package dev.plimsoll.e2e.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/// Many small images for a registry: a few base layers that they share, and layers of each one's
/// own, of a few files.
final class FleetImages {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final int BASES = 10;
  private static final int BLOCK = 512;
  private static final int FILES = 4;

  private final HttpClient http = HttpClient.newHttpClient();
  private final RegistryServer registry;
  private final Set<String> pushed = new HashSet<>();

  /// A layer as it is stored, its digest, and the digest of what it unpacks to.
  private record Stored(byte[] bytes, String digest, String diffId) {}

  FleetImages(RegistryServer registry) {
    this.registry = registry;
  }

  /// Pushes so many images over so many distinct layers, and returns how Pods name them.
  List<String> push(int images, int layers) {
    int ownOfEach = Math.max(1, (layers - BASES) / images);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      List<Stored> its = new ArrayList<>();
      its.add(layer("base-" + i % BASES, true));
      for (int j = 0; j < ownOfEach; j++) {
        its.add(layer("own-" + i + "-" + j, false));
      }
      names.add(push("fleet/app-" + i, its));
    }
    return names;
  }

  private String push(String repository, List<Stored> layers) {
    for (Stored layer : layers) {
      blob(repository, layer.digest, layer.bytes);
    }
    byte[] config =
        """
        {"architecture":"amd64","os":"linux","config":{"User":"1000","Env":["PATH=/usr/bin"],
        "Labels":{"app":"%s"}},"rootfs":{"type":"layers","diff_ids":[%s]},"history":[%s]}"""
            .formatted(
                repository,
                layers.stream().map(l -> quoted(l.diffId)).collect(Collectors.joining(",")),
                layers.stream()
                    .map(_ -> "{\"created_by\":\"/bin/sh -c make install\"}")
                    .collect(Collectors.joining(",")))
            .getBytes(UTF_8);
    blob(repository, digest(config), config);
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":
        "application/vnd.oci.image.config.v1+json","size":%d,"digest":"%s"},"layers":[%s]}"""
            .formatted(
                MANIFEST,
                config.length,
                digest(config),
                layers.stream().map(FleetImages::descriptor).collect(Collectors.joining(",")))
            .getBytes(UTF_8);
    send(
        request("/v2/" + repository + "/manifests/1")
            .header("Content-Type", MANIFEST)
            .PUT(BodyPublishers.ofByteArray(manifest)),
        201);
    return registry.host() + "/" + repository + ":1";
  }

  private static String descriptor(Stored layer) {
    return """
    {"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","size":%d,"digest":"%s"}"""
        .formatted(layer.bytes.length, layer.digest);
  }

  private static Stored layer(String name, boolean system) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    if (system) {
      file(
          tar, "etc/os-release", "ID=debian\nVERSION_ID=13\nPRETTY_NAME=\"Debian " + name + "\"\n");
      file(
          tar,
          "var/lib/dpkg/status",
          "Package: libc6\nStatus: install ok installed\nVersion: 2.41-1\nArchitecture: amd64\n\n");
    }
    for (int i = 0; i < FILES; i++) {
      file(tar, "app/" + name + "/file-" + i, (name + " " + i + "\n").repeat(40));
    }
    tar.writeBytes(new byte[2 * BLOCK]);
    byte[] plain = tar.toByteArray();
    byte[] stored = gzip(plain);
    return new Stored(stored, digest(stored), digest(plain));
  }

  /// A regular file as ustar has it (POSIX.1-1988).
  private static void file(ByteArrayOutputStream tar, String path, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    byte[] header = new byte[BLOCK];
    put(header, 0, path);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format(Locale.ROOT, "%011o", bytes.length));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o", sum));
    header[154] = 0;
    tar.writeBytes(header);
    tar.writeBytes(bytes);
    tar.writeBytes(new byte[(BLOCK - bytes.length % BLOCK) % BLOCK]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /// A registry keeps a blob once; it still wants to be told that a repository has it.
  private void blob(String repository, String digest, byte[] content) {
    if (!pushed.add(repository + digest)) {
      return;
    }
    HttpResponse<Void> place =
        send(request("/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody()), 202);
    String location =
        URI.create(registry.uri())
            .resolve(place.headers().firstValue("Location").orElseThrow())
            .toString();
    String target = location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
    send(
        HttpRequest.newBuilder(URI.create(target))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(content)),
        201);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(registry.uri() + path));
  }

  private HttpResponse<Void> send(HttpRequest.Builder request, int expected) {
    try {
      HttpResponse<Void> response = http.send(request.build(), BodyHandlers.discarding());
      if (response.statusCode() != expected) {
        throw new PartsException(
            "%s answered %d".formatted(response.request().uri(), response.statusCode()));
      }
      return response;
    } catch (IOException e) {
      throw new PartsException("The registry does not take images: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while pushing", e);
    }
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new PartsException("memory can be written to", e);
    }
    return bytes.toByteArray();
  }

  private static String digest(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
