package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.packaging.FileTree.Entry;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What something that is shipped is made of, as CycloneDX 1.6: Debian packages, Java, and each jar
/// with its hash and the licences that it or its POM states.
///
/// Scanners look vulnerabilities up by the addresses (purl) in it. Debian's go by its release and
/// by the source package, so both are said; Trivy takes the release from a component of its own.
final class BillOfMaterials {
  static final String TYPE = "application/vnd.cyclonedx+json";

  private final Project project;
  private final String type;
  private final String name;
  private final List<Map<String, Object>> components = new ArrayList<>();

  private BillOfMaterials(Project project, String type, String name) {
    this.project = project;
    this.type = type;
    this.name = name;
  }

  static BillOfMaterials ofImage(Project project) {
    return new BillOfMaterials(project, "container", "plimsoll-operator");
  }

  static BillOfMaterials ofCommandLine(Project project) {
    return new BillOfMaterials(project, "application", "plimsoll-cli");
  }

  BillOfMaterials add(SystemFiles system) {
    Distribution distribution = system.distribution();
    operatingSystem(distribution);
    for (DebianPackage one : system.packages().values()) {
      debian(distribution, one.name(), one.version(), one.architecture());
      if (!one.source().name().equals(one.name())) {
        debian(distribution, one.source().name(), one.source().version(), "source");
      }
    }
    return this;
  }

  BillOfMaterials add(JavaRuntime java) {
    component(
            "platform",
            "OpenJDK runtime",
            java.version(),
            "pkg:generic/openjdk@" + encoded(java.version()))
        .put("licenses", licences(List.of("GPL-2.0-only WITH Classpath-exception-2.0")));
    return this;
  }

  /// Adds the jars of a layer, which Maven names by artifact and version, Quarkus by the group too.
  ///
  /// @param dependencies `group:artifact:classifier:type:version` of all that Maven resolved
  BillOfMaterials add(FileTree tree, List<String> dependencies) {
    Map<String, String[]> known = new LinkedHashMap<>();
    for (String dependency : dependencies) {
      String[] part = dependency.split(":");
      String classifier = part[2].isEmpty() ? "" : "-" + part[2];
      String file = part[1] + "-" + part[4] + classifier + ".jar";
      known.put(file, part);
      known.put(part[0] + "." + file, part);
    }
    tree.entries()
        .forEach(
            (path, entry) -> {
              String name = path.substring(path.lastIndexOf('/') + 1);
              if (entry instanceof Entry.Copy(Path jar, int _) && name.endsWith(".jar")) {
                if (!known.containsKey(name)) {
                  throw new PartsException(
                      name + " is shipped, and Maven does not say which library it is.");
                }
                library(known.get(name), jar);
              }
            });
    return this;
  }

  byte[] json() {
    Map<String, Object> subject = new LinkedHashMap<>();
    subject.put("type", type);
    subject.put("name", name);
    subject.put("version", project.version());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bomFormat", "CycloneDX");
    document.put("specVersion", "1.6");
    document.put("version", 1);
    document.put("metadata", Map.of("timestamp", project.time().toString(), "component", subject));
    document.put("components", components);
    return SortedJson.of(document);
  }

  /// What was added, with its licences, by the address of the package.
  Map<String, List<String>> licencesByAddress() {
    Map<String, List<String>> all = new java.util.TreeMap<>();
    for (Map<String, Object> component : components) {
      all.put((String) component.get("purl"), names(component.get("licenses")));
    }
    return all;
  }

  private static List<String> names(@Nullable Object licences) {
    List<String> names = new ArrayList<>();
    if (licences instanceof List<?> list) {
      for (Object one : list) {
        if (one instanceof Map<?, ?> entry && entry.get("license") instanceof Map<?, ?> licence) {
          names.add(String.valueOf(licence.get("name")));
        }
      }
    }
    return names;
  }

  private void library(String[] part, Path jar) {
    String classifier = part[2].isEmpty() ? "" : "?classifier=" + part[2];
    Map<String, Object> component =
        component(
            "library",
            part[1],
            part[4],
            "pkg:maven/%s/%s@%s%s".formatted(part[0], part[1], encoded(part[4]), classifier));
    component.put("group", part[0]);
    component.put("hashes", List.of(Map.of("alg", "SHA-256", "content", hash(jar))));
    List<String> licences = Licences.of(jar, part[0], part[1], part[4]);
    if (!licences.isEmpty()) {
      component.put("licenses", licences(licences));
    }
  }

  private void debian(Distribution distribution, String name, String version, String built) {
    component(
        "library",
        name,
        version,
        "pkg:deb/%s/%s@%s?arch=%s&distro=%s"
            .formatted(distribution.id(), name, encoded(version), built, distribution.label()));
  }

  private void operatingSystem(Distribution distribution) {
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("type", "operating-system");
    component.put("bom-ref", distribution.label());
    component.put("name", distribution.id());
    component.put("version", distribution.version());
    components.add(component);
  }

  private Map<String, Object> component(String type, String name, String version, String address) {
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("type", type);
    component.put("bom-ref", address);
    component.put("name", name);
    component.put("version", version);
    component.put("purl", address);
    components.add(component);
    return component;
  }

  private static List<Object> licences(List<String> names) {
    return names.stream().<Object>map(name -> Map.of("license", Map.of("name", name))).toList();
  }

  private static String hash(Path file) {
    try {
      MessageDigest hash = OciLayout.sha256();
      hash.update(Files.readAllBytes(file));
      return OciLayout.digest(hash).substring("sha256:".length());
    } catch (IOException e) {
      throw new PartsException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String encoded(String version) {
    return URLEncoder.encode(version, StandardCharsets.UTF_8).replace("%7E", "~");
  }
}
