package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `make licences`: every library of the packaged operator and command line with its licences, of
/// which one at least must be among those that `e2e/packaging/licences.allowed` names.
public final class LicenceCheck {
  private final List<Pattern> allowed;

  /// @param lines regular expressions, each for the whole of a licence's name; `#` begins a comment
  LicenceCheck(List<String> lines) {
    this.allowed =
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(Pattern::compile)
            .toList();
  }

  public static void main(String[] arguments) throws IOException {
    Path list = SourceTree.root().resolve("e2e/packaging/licences.allowed");
    try (WorkDirectory work = WorkDirectory.at(null)) {
      Project project = Project.read();
      Map<String, List<String>> libraries = new TreeMap<>();
      libraries.putAll(new Application(Architecture.here(), work.path()).licences(project));
      libraries.putAll(ShippedBills.commandLine(project).licencesByAddress());
      libraries.forEach(
          (library, licences) ->
              System.out.printf("%-90s %s%n", library, String.join(" | ", licences)));
      List<String> faults = new LicenceCheck(Files.readAllLines(list)).faults(libraries);
      faults.forEach(System.err::println);
      System.err.printf(
          "%d libraries, %d of them under a licence that %s does not name%n",
          libraries.size(), faults.size(), list.getFileName());
      System.exit(faults.isEmpty() ? 0 : 1);
    } catch (PartsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  /// What is not allowed, in a sentence each. Of several licences, one is enough: the user chooses.
  List<String> faults(Map<String, List<String>> libraries) {
    List<String> faults = new ArrayList<>();
    libraries.forEach(
        (library, licences) -> {
          if (licences.isEmpty()) {
            faults.add(library + " states no licence: find it, and say so to its makers");
          } else if (licences.stream().noneMatch(this::isAllowed)) {
            faults.add(
                "%s is under %s, which e2e/packaging/licences.allowed does not name"
                    .formatted(library, String.join(" | ", licences)));
          }
        });
    return faults;
  }

  private boolean isAllowed(String licence) {
    return allowed.stream().anyMatch(pattern -> pattern.matcher(licence).matches());
  }
}
