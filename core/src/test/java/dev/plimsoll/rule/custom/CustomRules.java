package dev.plimsoll.rule.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileFacts.OperatingSystem;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.facts.SystemMarks;
import dev.plimsoll.facts.program.ProgramSurvey;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageConfig.Healthcheck;
import dev.plimsoll.image.Platform;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.custom.Compilation.Compiled;
import dev.plimsoll.rule.custom.Compilation.Faults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An image of two layers that says something in every field, and shorthands for rules over it.
public final class CustomRules {
  static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

  private CustomRules() {}

  static CustomRule rule(String expression) {
    return rule(expression, null);
  }

  static CustomRule rule(String expression, String messageExpression) {
    Compilation compilation = compile(expression, messageExpression);
    assertThat(compilation).isInstanceOf(Compiled.class);
    return ((Compiled) compilation).rule();
  }

  static Compilation compile(String expression, String messageExpression) {
    return CustomRule.compile(
        new CustomDeclaration(
            "a-rule", expression, "it is not so", messageExpression, Severity.MEDIUM));
  }

  static List<String> faults(String expression) {
    Compilation compilation = compile(expression, null);
    assertThat(compilation).isInstanceOf(Faults.class);
    return ((Faults) compilation).faults();
  }

  static CustomInput input() {
    return input(packages(3));
  }

  static CustomInput input(List<InstalledPackage> packages) {
    return input(facts(packages, true, new OperatingSystem("debian", "12", "Debian 12", 1)));
  }

  static CustomInput input(Facts facts) {
    return new CustomInput(
        facts,
        Reference.parse("registry.example.com/shop/api:1.4"),
        new CustomInput.Container("api", 10001L),
        Map.of("labels", Map.of("tier", "web"), "hostNetwork", false),
        new CustomInput.Namespace("shop", Map.of("stage", "production")),
        new Redaction());
  }

  public static List<InstalledPackage> packages(int count) {
    List<InstalledPackage> packages = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      packages.add(installed("lib" + i, 1 + i % 2, 0));
    }
    return packages;
  }

  public static InstalledPackage installed(String name, int layer, int removedIn) {
    return new InstalledPackage(
        PackageRecord.of(Ecosystem.DPKG, name, "1.2-" + layer),
        "var/lib/dpkg/status",
        layer,
        removedIn,
        null,
        null);
  }

  public static Facts facts(List<InstalledPackage> packages, boolean read, OperatingSystem os) {
    List<Layer> layers =
        List.of(
            new Layer(1, digest(1), digest(1), new Bytes(3000), null),
            new Layer(2, digest(2), digest(2), new Bytes(500), new Instruction("RUN make")));
    ImageConfig config =
        new ImageConfig(
            Platform.LINUX_AMD64,
            "app",
            List.of("/usr/bin/tini", "--"),
            List.of("serve"),
            List.of("PATH=/usr/bin", "DB_PASSWORD=hunter2-r3al-one"),
            Map.of("team", "payments"),
            layers.stream().map(Layer::diffId).toList(),
            List.of(),
            Set.of("8080/tcp", "53/udp", "9000"),
            Set.of(),
            "",
            Healthcheck.ABSENT,
            "",
            CREATED,
            List.of());
    FileFacts files =
        new FileFacts(
            List.of(),
            packages,
            os,
            null,
            List.of(),
            List.of(),
            new ProgramSurvey(List.of(), List.of(), List.of(), List.of()),
            List.of(),
            new SystemMarks(SystemMarks.Kind.OTHER, false, false),
            List.of(),
            List.of());
    BaseImage base = new BaseImage(Evidence.LAYERS, 1, "registry.example.com/base:12");
    return new Facts(digest(9), config, Map.of("note", "here"), layers, base, read ? files : null);
  }

  public static Facts labelled(Facts facts, Map<String, String> labels) {
    ImageConfig config = facts.config();
    return new Facts(
        facts.digest(),
        new ImageConfig(
            config.platform(),
            config.user(),
            config.entrypoint(),
            config.command(),
            config.environment(),
            labels,
            config.diffIds(),
            config.history(),
            config.exposedPorts(),
            config.volumes(),
            config.workingDirectory(),
            config.healthcheck(),
            config.stopSignal(),
            config.created(),
            config.remarks()),
        facts.annotations(),
        facts.layers(),
        facts.base(),
        facts.contents());
  }

  static Digest digest(int number) {
    return new Digest("sha256", "%064x".formatted(number));
  }
}
