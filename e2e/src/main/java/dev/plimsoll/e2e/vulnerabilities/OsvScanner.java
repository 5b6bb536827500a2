package dev.plimsoll.e2e.vulnerabilities;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs of osv-scanner over bills of materials.
///
/// @param database a directory of its offline databases; osv.dev is asked where there is none
record OsvScanner(Path program, Optional<Path> database) {
  /// The folder in a directory of databases that has one for each kind of library.
  static final String FOLDER = "osv-scalibr";

  private static final int NOTHING = 0;
  private static final int SOMETHING = 1;
  private static final String UNANSWERED = "extracting as vulnmatch/";

  /// What it found.
  ///
  /// @throws NoDatabaseException where it could not ask, or not for all
  ScanReport scan(List<Bill> bills, Path work) {
    database.ifPresent(OsvScanner::demand);
    Path out = work.resolve("osv-scanner.json");
    Path err = work.resolve("osv-scanner.txt");
    int status = run(command(bills), out, err);
    String said = text(err);
    Optional<String> unanswered =
        said.lines().filter(line -> line.contains(UNANSWERED)).findFirst();
    if (unanswered.isPresent()) {
      String line = unanswered.get();
      throw new NoDatabaseException(
          line.substring(line.indexOf(')', line.indexOf(UNANSWERED)) + 1).strip());
    }
    if (status != NOTHING && status != SOMETHING) {
      throw new PartsException("osv-scanner ended with status " + status + ":\n" + said.strip());
    }
    return ScanReport.of(text(out), bills);
  }

  private List<String> command(List<Bill> bills) {
    List<String> command = new ArrayList<>(List.of(program.toString(), "scan", "source"));
    command.addAll(List.of("--format=json", "--all-packages", "--all-vulns", "--no-resolve"));
    command.addAll(List.of("--experimental-no-default-plugins", "--experimental-plugins=sbom/cdx"));
    database.ifPresent(
        path -> command.addAll(List.of("--offline", "--local-db-path=" + path.toAbsolutePath())));
    bills.forEach(bill -> command.add("--lockfile=" + bill.file().toAbsolutePath()));
    return command;
  }

  private static void demand(Path database) {
    for (Canaries one : Canaries.values()) {
      Path archive = database.resolve(FOLDER).resolve(one.ecosystem()).resolve("all.zip");
      if (!Files.isRegularFile(archive)) {
        throw new NoDatabaseException("there is no " + archive);
      }
    }
  }

  private static int run(List<String> command, Path out, Path err) {
    try {
      return new ProcessBuilder(command)
          .redirectOutput(out.toFile())
          .redirectError(err.toFile())
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new PartsException("Cannot run osv-scanner: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while osv-scanner ran", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new PartsException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
