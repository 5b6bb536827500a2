package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.Platform;
import dev.plimsoll.reference.Digest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Beside what containerd's package `platforms` and CRI-O's `containers/image` choose.
class PlatformChoiceTest {
  @Test
  void judgesOfAnHonestIndexWhatTheNodeRunsAndNoMore() {
    String usual =
        "linux/amd64, linux/386, linux/arm/v5, linux/arm/v7, linux/arm64/v8, linux/ppc64le,"
            + " linux/s390x, windows/amd64, unknown/unknown, unknown/unknown";
    assertThat(chosen(usual, "linux/amd64")).containsExactly("linux/amd64");
    assertThat(chosen(usual, "linux/arm64")).containsExactly("linux/arm64/v8");
    assertThat(chosen(usual, "linux/amd64", "linux/arm64"))
        .containsExactly("linux/amd64", "linux/arm64/v8");
    assertThat(chosen(usual, "linux/s390x")).containsExactly("linux/s390x");
    assertThat(chosen("linux/amd64, linux/amd64/v3, linux/386", "linux/amd64"))
        .containsExactly("linux/amd64", "linux/amd64/v3");
    assertThat(chosen("linux/amd64/v1, linux/386", "linux/amd64"))
        .containsExactly("linux/amd64/v1");
  }

  /// containerd on amd64 runs linux/386 where there is no linux/amd64, on arm64 linux/arm.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linux/amd64 | linux/, linux/386",
        "linux/amd64 | -, linux/386",
        "linux/amd64 | linux/amd64/v3, linux/386",
        "linux/amd64 | linux/amd64/x, linux/i386",
        "linux/amd64 | linux(+erofs)/amd64, linux/386",
        "linux/amd64 | /, /386",
        "linux/arm64 | linux/arm64/v9, linux/arm/v7",
        "linux/arm64 | linux/arm64/v8.5, linux/armhf",
        "linux/arm64 | -, linux/arm"
      })
  void noEntryHidesWhatRunsOnTheProcessorsTwin(String node, String index) {
    assertThat(chosen(index, node)).containsExactly(index.split(", "));
  }

  /// Every runtime turns last to an entry that names no platform, and CRI-O takes names as they
  /// are written.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linux/amd64 | linux/amd64/v2, -",
        "linux/amd64 | linux/x86_64, -",
        "linux/amd64 | Linux/amd64, -",
        "linux/amd64 | /amd64, -",
        "linux/amd64 | linux/amd64/v1, -",
        "linux/amd64 | linux/386, -",
        "linux/arm | linux/arm, -",
        "linux/arm64 | linux/arm64/8, -"
      })
  void whatMayBePassedOverHidesNoEntryWithoutAPlatform(String node, String index) {
    assertThat(chosen(index, node)).containsExactly(index.split(", "));
  }

  @Test
  void leavesOutWhatNoRuntimeWouldTurnTo() {
    assertThat(chosen("linux/amd64, -, linux/, linux/386", "linux/amd64"))
        .containsExactly("linux/amd64");
    assertThat(chosen("linux/arm64/v8, -, linux/arm", "linux/arm64"))
        .containsExactly("linux/arm64/v8");
    assertThat(chosen("/amd64, linux/386, linux/riscv64", "linux/amd64")).containsExactly("/amd64");
  }

  @Test
  void judgesAllThereAreWhereNoneIsForTheNode() {
    assertThat(chosen("linux/riscv64, windows/amd64, unknown/unknown", "linux/amd64"))
        .containsExactly("linux/riscv64", "windows/amd64");
  }

  /// Entries as `os/architecture/variant`, `-` for one without a platform.
  private static List<String> chosen(String index, String... nodes) {
    String[] entries = index.split(", ");
    List<Descriptor> offered =
        IntStream.range(0, entries.length).mapToObj(i -> entry(entries[i], i)).toList();
    return PlatformChoice.of(offered, Stream.of(nodes).map(Platform::parse).toList()).stream()
        .map(entry -> Objects.toString(entry.platform(), "-"))
        .toList();
  }

  private static Descriptor entry(String platform, int number) {
    String[] parts = platform.split("/", -1);
    return new Descriptor(
        "application/vnd.oci.image.manifest.v1+json",
        new Digest("sha256", "%064x".formatted(number)),
        new Bytes(2),
        parts.length == 1
            ? null
            : new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : null),
        Map.of());
  }
}
