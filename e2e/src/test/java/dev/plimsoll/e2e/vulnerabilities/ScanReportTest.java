package dev.plimsoll.e2e.vulnerabilities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What osv-scanner writes becomes one line for each vulnerability of a library.
class ScanReportTest {
  private static final Bill.Component NETTY =
      new Bill.Component("netty", "4.1", "io.netty:netty", "pkg:maven/io.netty/netty@4.1");
  private static final Bill OPERATOR = bill("operator", NETTY);
  private static final Bill CLI = bill("cli", NETTY);

  private static final String OF_NETTY =
      """
      {"package": {"name": "netty", "version": "4.1", "ecosystem": "Maven"},
       "groups": [{"ids": ["GHSA-1"], "aliases": ["CVE-1", "GHSA-1"], "max_severity": "7.5"}],
       "vulnerabilities": [{"id": "GHSA-1", "affected": [
         {"package": {"name": "io.netty:netty", "ecosystem": "Maven"},
          "ranges": [{"events": [{"introduced": "0"}, {"fixed": "4.2"}]}]},
         {"package": {"name": "org.other:netty", "ecosystem": "Maven"},
          "ranges": [{"events": [{"introduced": "0"}, {"fixed": "9"}]}]}]}]}
      """;

  @Test
  void saysAllThatMattersInALineAndABillsNameForEachThatShipsIt() {
    ScanReport report =
        ScanReport.of(
            results(result("operator", OF_NETTY), result("cli", OF_NETTY)), List.of(OPERATOR, CLI));

    assertThat(report.findings())
        .extracting(Finding::line)
        .containsExactly(
            "GHSA-1 (CVE-1): io.netty:netty 4.1 of cli and operator, fixed in 4.2, severity 7.5");
    assertThat(report.looked()).isEqualTo(2);
  }

  @Test
  void aDebianSourceHasTheFixOfItsOwnReleaseAndTheNamesOfWhatItIsAbout() {
    Bill bill =
        bill("operator", new Bill.Component("glibc", "2.36", "glibc", "pkg:deb/debian/glibc@2.36"));
    String glibc =
        """
        {"package": {"name": "glibc", "version": "2.36", "ecosystem": "Debian:12"},
         "groups": [{"ids": ["DSA-1"], "aliases": ["DSA-1"], "max_severity": ""}],
         "vulnerabilities": [{"id": "DSA-1", "upstream": ["CVE-2"], "affected": [
           {"package": {"name": "glibc", "ecosystem": "Debian:13"},
            "ranges": [{"events": [{"introduced": "0"}, {"fixed": "2.41"}]}]},
           {"package": {"name": "glibc", "ecosystem": "Debian:12"},
            "ecosystem_specific": {"urgency": "unimportant"},
            "ranges": [{"events": [{"introduced": "0"}]}]}]}]}
        """;

    assertThat(ScanReport.of(results(result("operator", glibc)), List.of(bill)).findings())
        .extracting(Finding::line)
        .containsExactly(
            "DSA-1 (CVE-2): glibc 2.36 of operator, no fixed version, severity unimportant");
  }

  @Test
  void namesWhatIsOfNoKindThatIsKnown() {
    String java =
        """
        {"package": {"name": "openjdk", "version": "25", "ecosystem": ""}}
        """;
    Bill bill =
        bill("cli", new Bill.Component("openjdk", "25", "openjdk", "pkg:generic/openjdk@25"));

    ScanReport report = ScanReport.of(results(result("cli", java)), List.of(bill));

    assertThat(report.unknown()).containsExactly("openjdk 25");
    assertThat(report.looked()).isZero();
  }

  @Test
  void aComponentOrABillThatWasPassedOverIsNoPass() {
    assertThatThrownBy(
            () -> ScanReport.of(results(result("operator", OF_NETTY)), List.of(OPERATOR, CLI)))
        .hasMessage("osv-scanner says nothing of cli.");
    assertThatThrownBy(
            () ->
                ScanReport.of(results(result("cli", OF_NETTY)), List.of(bill("cli", NETTY, NETTY))))
        .hasMessageStartingWith("osv-scanner read 1 of the 2 components of cli");
    assertThatThrownBy(() -> ScanReport.of("No package sources found", List.of(CLI)))
        .hasMessageStartingWith("osv-scanner wrote no JSON");
  }

  private static Bill bill(String name, Bill.Component... components) {
    return new Bill(name, Path.of("/bills/" + name + ".cdx.json"), List.of(components));
  }

  private static String result(String bill, String packages) {
    return """
        {"source": {"path": "/bills/%s.cdx.json"}, "packages": [%s]}"""
        .formatted(bill, packages);
  }

  private static String results(String... results) {
    return "{\"results\": [" + String.join(", ", results) + "]}";
  }
}
