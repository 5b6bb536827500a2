package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Native code that a jar carries, for more systems than one, and would unpack into `/tmp` at
/// start: the image has what it needs of it once, as a file.
///
/// @param library how the names of its jars begin, behind their group
/// @param inJar how the entry's path begins, for the image's architecture
/// @param file the name under which Java looks for it
record NativeCode(String library, String inJar, String file) {
  private static final Pattern NATIVE = Pattern.compile("\\.(so(\\.\\d+)*|dll|dylib|jnilib)$");

  /// What the operator's libraries bring.
  static List<NativeCode> of(Architecture architecture) {
    return List.of(
        new NativeCode(
            "zstd-jni-", "linux/" + architecture.zstd() + "/libzstd-jni", "libzstd-jni.so"),
        tls(architecture));
  }

  static NativeCode tls(Architecture architecture) {
    String file = "libnetty_tcnative_linux_%s.so".formatted(architecture.netty());
    return new NativeCode("netty-tcnative-boringssl-static-", "META-INF/native/" + file, file);
  }

  boolean isOf(Path jar) {
    return jar.getFileName().toString().contains("." + library);
  }

  /// Takes it out of `jar`, if it is there.
  Optional<byte[]> from(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Optional<? extends ZipEntry> entry =
          zip.stream().filter(e -> e.getName().startsWith(inJar)).findFirst();
      return entry.isEmpty()
          ? Optional.empty()
          : Optional.of(zip.getInputStream(entry.get()).readAllBytes());
    } catch (IOException e) {
      throw new PartsException("Cannot read " + jar + ": " + e.getMessage(), e);
    }
  }

  static boolean isIn(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().anyMatch(NativeCode::isNative);
    } catch (IOException e) {
      throw new PartsException("Cannot read " + jar + ": " + e.getMessage(), e);
    }
  }

  /// Copies `jar` without any.
  static void strip(Path jar, Path thin) {
    try (ZipFile from = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(thin);
        ZipOutputStream to = new ZipOutputStream(file)) {
      for (ZipEntry entry : from.stream().filter(e -> !isNative(e)).toList()) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copy);
        from.getInputStream(entry).transferTo(to);
      }
    } catch (IOException e) {
      throw new PartsException("Cannot copy " + jar + ": " + e.getMessage(), e);
    }
  }

  private static boolean isNative(ZipEntry entry) {
    return NATIVE.matcher(entry.getName()).find();
  }
}
