package dev.plimsoll.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our bills of materials name every jar that is shipped, and call it as it calls itself.
class BillTrial {
  @TempDir private Path work;

  @Test
  void namesEveryJarAsItNamesItself() throws IOException {
    Map<String, Path> jars = jars();
    int compared = 0;
    for (Path bill : ShippedBills.write(work)) {
      for (JsonNode one : new ObjectMapper().readTree(bill.toFile()).path("components")) {
        String address = one.path("purl").asText();
        if (address.startsWith("pkg:maven/")) {
          Path jar = jars.get(one.path("hashes").path(0).path("content").asText());
          if (jar == null) {
            // Its native code is beside it in the image.
            assertThat(address)
                .containsAnyOf("/com.github.luben/zstd-jni@", "/netty-tcnative-boringssl-static@");
          } else {
            List<String> own = ownAddresses(jar);
            compared += own.isEmpty() ? 0 : 1;
            assertThat(own.isEmpty() || own.contains(address)).as("%s: %s", jar, own).isTrue();
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(120);
  }

  /// By their hashes, which bills state too.
  private static Map<String, Path> jars() throws IOException {
    Map<String, Path> jars = new TreeMap<>();
    for (String folder : List.of("operator/target/quarkus-app/lib", "cli/target/lib")) {
      try (Stream<Path> files = Files.walk(SourceTree.root().resolve(folder))) {
        for (Path jar : files.filter(Files::isRegularFile).toList()) {
          MessageDigest hash = OciLayout.sha256();
          hash.update(Files.readAllBytes(jar));
          jars.put(OciLayout.digest(hash).substring("sha256:".length()), jar);
        }
      }
    }
    return jars;
  }

  /// One for each library that Maven put into the jar; none where another tool made it.
  private static List<String> ownAddresses(Path jar) throws IOException {
    List<String> own = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : file.stream().map(ZipEntry.class::cast).toList()) {
        if (entry.getName().matches("META-INF/maven/.+/pom\\.properties")) {
          Properties of = new Properties();
          of.load(file.getInputStream(entry));
          own.add(
              "pkg:maven/%s/%s@%s"
                  .formatted(
                      of.getProperty("groupId"),
                      of.getProperty("artifactId"),
                      of.getProperty("version")));
        }
      }
    }
    return own;
  }
}
