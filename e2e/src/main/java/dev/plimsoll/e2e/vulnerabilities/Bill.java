package dev.plimsoll.e2e.vulnerabilities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.packaging.ShippedBills;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A bill of materials in CycloneDX, read for what a scanner has to find in it.
///
/// @param name that of the file, without its suffix
record Bill(String name, Path file, List<Component> components) {

  /// What it says that is shipped.
  ///
  /// @param library with its group, as databases call it
  record Component(String name, String version, String library, String address) {}

  static Bill in(Path file) {
    try {
      List<Component> components = new ArrayList<>();
      for (JsonNode one : new ObjectMapper().readTree(file.toFile()).path("components")) {
        if (one.hasNonNull("purl")) {
          components.add(component(one));
        }
      }
      String name = file.getFileName().toString().replace(ShippedBills.SUFFIX, "");
      return new Bill(name, file, List.copyOf(components));
    } catch (IOException e) {
      throw new PartsException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /// The library that a scanner calls by its name alone.
  String library(String name, String version) {
    return components.stream()
        .filter(one -> one.version().equals(version))
        .filter(one -> one.name().equals(name) || one.library().equals(name))
        .findFirst()
        .map(Component::library)
        .orElse(name);
  }

  private static Component component(JsonNode one) {
    String name = one.path("name").asText();
    String library = one.hasNonNull("group") ? one.path("group").asText() + ":" + name : name;
    return new Component(name, one.path("version").asText(), library, one.path("purl").asText());
  }
}
