package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/// The licences of a library, as it states them: by the POM in its jar, the manifest, the POM that
/// Maven resolved it by, or that one's parents.
final class Licences {
  private static final Pattern STATED = Pattern.compile("(?s)<licenses>(.*?)</licenses>");
  private static final Pattern NAME = Pattern.compile("<name>\\s*([^<]+?)\\s*</name>");
  private static final Pattern PARENT = Pattern.compile("(?s)<parent>(.*?)</parent>");
  private static final int GENERATIONS = 8;

  private Licences() {}

  /// Empty where nobody says.
  static List<String> of(Path jar, String group, String artifact, String version) {
    List<String> own = inJar(jar);
    return own.isEmpty() ? inPoms(group, artifact, version, GENERATIONS) : own;
  }

  /// Those of a POM's text.
  static List<String> inPom(String pom) {
    Matcher licences = STATED.matcher(pom);
    return licences.find()
        ? NAME.matcher(licences.group(1)).results().map(found -> found.group(1)).toList()
        : List.of();
  }

  private static List<String> inJar(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : file.stream().filter(Licences::isPom).toList()) {
        String pom = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        List<String> stated = inPom(pom);
        if (!stated.isEmpty()) {
          return stated;
        }
      }
      String bundle =
          file.getManifest() == null
              ? null
              : file.getManifest().getMainAttributes().getValue("Bundle-License");
      return bundle == null ? List.of() : List.of(bundle);
    } catch (IOException e) {
      throw new PartsException("Cannot read " + jar + ": " + e.getMessage(), e);
    }
  }

  private static List<String> inPoms(String group, String artifact, String version, int left) {
    Optional<String> pom = pom(group, artifact, version);
    if (pom.isEmpty() || left == 0) {
      return List.of();
    }
    List<String> stated = inPom(pom.get());
    Matcher parent = PARENT.matcher(pom.get());
    return stated.isEmpty() && parent.find()
        ? inPoms(
            element(parent.group(1), "groupId"),
            element(parent.group(1), "artifactId"),
            element(parent.group(1), "version"),
            left - 1)
        : stated;
  }

  /// As Maven keeps it on the machine that builds.
  private static Optional<String> pom(String group, String artifact, String version) {
    Path file =
        Path.of(
            System.getProperty(
                "maven.repo.local", System.getProperty("user.home") + "/.m2/repository"),
            group.replace('.', '/'),
            artifact,
            version,
            artifact + "-" + version + ".pom");
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new PartsException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String element(String xml, String name) {
    Matcher found = Pattern.compile("<" + name + ">\\s*([^<]+?)\\s*</" + name + ">").matcher(xml);
    return found.find() ? found.group(1) : "";
  }

  private static boolean isPom(ZipEntry entry) {
    return entry.getName().startsWith("META-INF/maven/") && entry.getName().endsWith("/pom.xml");
  }
}
