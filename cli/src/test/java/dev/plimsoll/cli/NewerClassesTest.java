package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A jar of old classes becomes one of newer ones that Java verifies and runs.
class NewerClassesTest {
  @TempDir private Path directory;

  @Test
  void everyClassIsNewEnoughAndPassesVerification() throws Exception {
    Path newer = directory.resolve("newer.jar");
    NewerClasses.write(picocli(), newer);

    assertThat(names(newer)).isEqualTo(names(picocli()));
    try (ZipFile jar = new ZipFile(newer.toFile());
        URLClassLoader loader =
            new URLClassLoader(
                new URL[] {newer.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (String name : names(newer)) {
        if (name.startsWith("picocli/CommandLine") && name.endsWith(".class")) {
          assertThat(version(jar, name)).isGreaterThanOrEqualTo(ClassFile.JAVA_6_VERSION);
          // Being initialized means being verified.
          Class.forName(name.replace('/', '.').replaceAll("\\.class$", ""), true, loader);
        }
      }
    }
  }

  private static int version(ZipFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return ClassFile.of().parse(in.readAllBytes()).majorVersion();
    }
  }

  private static List<String> names(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      return Collections.list(file.entries()).stream().map(ZipEntry::getName).toList();
    }
  }

  private static Path picocli() throws Exception {
    return Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
