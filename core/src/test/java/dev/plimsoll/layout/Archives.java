package dev.plimsoll.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.image.TestImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes archives for tests, member by member.
final class Archives {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  Archives() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  Archives withGnuNames() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    return this;
  }

  Archives file(String path, byte[] content) {
    try {
      TarArchiveEntry entry = new TarArchiveEntry(path, true);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Archives file(String path, String content) {
    return file(path, content.getBytes(UTF_8));
  }

  Archives symlink(String path, String target) {
    return link(path, target, TarConstants.LF_SYMLINK);
  }

  Archives hardLink(String path, String target) {
    return link(path, target, TarConstants.LF_LINK);
  }

  Archives directory(String path) {
    return link(path, "", TarConstants.LF_DIR);
  }

  private Archives link(String path, String target, byte type) {
    try {
      TarArchiveEntry entry = new TarArchiveEntry(path, type, true);
      entry.setLinkName(target);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An image as docker before 25 saved it: `<id>/layer.tar` and what older dockers read, and a
  /// layer that is there twice as a link.
  Archives saved(TestImage image, String... names) {
    List<String> layers = new ArrayList<>();
    for (int number = 1; number <= image.layers().size(); number++) {
      byte[] plain = plain(image.layer(number));
      String id = "%064x".formatted(number);
      directory(id + "/").file(id + "/VERSION", "1.0").file(id + "/json", "{}");
      String first = "%064x".formatted(image.layers().indexOf(image.layers().get(number - 1)) + 1);
      if (first.equals(id)) {
        file(id + "/layer.tar", plain);
      } else {
        symlink(id + "/layer.tar", "../" + first + "/layer.tar");
      }
      layers.add("\"" + id + "/layer.tar\"");
    }
    String config = image.config().hex() + ".json";
    file(config, image.blobs().get(image.config()));
    file(
        "manifest.json",
        "[{\"Config\":\"%s\",\"RepoTags\":[%s],\"Layers\":[%s]}]"
            .formatted(
                config,
                String.join(",", Stream.of(names).map(n -> "\"" + n + "\"").toList()),
                String.join(",", layers)));
    return file("repositories", "{}");
  }

  /// All files of a directory.
  Archives tree(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        file(root.relativize(file).toString(), Files.readAllBytes(file));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path writeTo(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] plain(byte[] layer) {
    if ((layer[0] & 0xff) != 0x1f) {
      return layer;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(layer))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
