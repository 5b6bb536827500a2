package dev.plimsoll.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The page and the configuration are held together; with `-Dplimsoll.generate` the page is
/// written instead, which is how `make generate` does it.
class ConfigurationReferenceTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");

  @Test
  void pageSaysWhatCanBeSet() throws IOException {
    String page = ConfigurationReference.read().page();
    if (System.getProperty("plimsoll.generate") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("run `make generate`").exists().hasContent(page);
  }

  @Test
  void everyPropertyIsOnThePage() throws IOException {
    assertThat(ConfigurationReference.read().names())
        .containsExactlyInAnyOrderElementsOf(
            ConfigMappings.getProperties(ConfigClass.configClass(OperatorConfig.class))
                .keySet()
                .stream()
                .filter(property -> !property.endsWith("[*]"))
                .toList());
  }

  @Test
  void defaultsSuffice() {
    OperatorConfig config = config();

    assertThat(config.namespace()).isEqualTo("plimsoll-system");
    assertThat(config.platforms()).extracting(Object::toString).containsExactly("linux/amd64");
    assertThat(config.excludedNamespaces()).hasValue(Set.of("kube-system"));
    assertThat(config.admission().deadlineShare()).isEqualTo(0.8);
    assertThat(config.admission().tagAgeBeforeRefusal()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.registries().insecureHosts()).isEmpty();
    assertThat(config.cache().directory()).isEmpty();
    assertThat(config.certificate().validity()).isEqualTo(Duration.ofDays(365));
  }

  @Test
  void everythingCanBeSet() {
    OperatorConfig config =
        config(
            "plimsoll.platforms", "linux/amd64,linux/arm64/v8",
            "plimsoll.excluded-namespaces", "kube-system,mesh",
            "plimsoll.registries.insecure-hosts", "127.0.0.1:5000,registry.local",
            "plimsoll.scan.max-compressed-layer", "2Gi",
            "plimsoll.cache.directory", "/var/cache/plimsoll",
            "plimsoll.cache.room", "300Mi",
            "plimsoll.admission.ephemeral-containers", "enforce",
            "plimsoll.webhook.url", "https://192.0.2.1:9443/validate");

    assertThat(config.platforms())
        .extracting(Object::toString)
        .containsExactly("linux/amd64", "linux/arm64/v8");
    assertThat(config.excludedNamespaces()).hasValue(Set.of("kube-system", "mesh"));
    assertThat(config.registries().insecureHosts())
        .hasValue(Set.of("127.0.0.1:5000", "registry.local"));
    assertThat(config.scan().maxCompressedLayer().count()).isEqualTo(2L << 30);
    assertThat(config.cache().directory()).hasValue(Path.of("/var/cache/plimsoll"));
    assertThat(config.cache().room()).hasToString("300.0 MiB");
    assertThat(config.webhook().url()).hasValueSatisfying(u -> assertThat(u).hasHost("192.0.2.1"));
  }

  /// As the chart writes a list without entries.
  @Test
  void emptyListsMeanNone() {
    OperatorConfig config =
        config(
            "plimsoll.excluded-namespaces", "",
            "plimsoll.extra-workloads", "",
            "plimsoll.admission.excluded-users", "",
            "plimsoll.admission.excluded-groups", "",
            "plimsoll.registries.insecure-hosts", "",
            "plimsoll.registries.internal-hosts", "",
            "plimsoll.registries.service-networks", "",
            "plimsoll.registries.hosts.\"registry.example.com\".mirrors", "");

    assertThat(config.excludedNamespaces()).isEmpty();
    assertThat(config.extraWorkloads()).isEmpty();
    assertThat(config.admission().excludedUsers()).isEmpty();
    assertThat(config.admission().excludedGroups()).isEmpty();
    assertThat(config.registries().insecureHosts()).isEmpty();
    assertThat(config.registries().internalHosts()).isEmpty();
    assertThat(config.registries().serviceNetworks()).isEmpty();
    assertThat(config.registries().hosts().get("registry.example.com").mirrors()).isEmpty();
  }

  private static OperatorConfig config(String... properties) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withMapping(OperatorConfig.class)
            .withConverter(
                Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter());
    for (int i = 0; i < properties.length; i += 2) {
      builder.withDefaultValue(properties[i], properties[i + 1]);
    }
    SmallRyeConfig config = builder.build();
    return config.getConfigMapping(OperatorConfig.class);
  }
}
