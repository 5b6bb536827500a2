package dev.plimsoll.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who searches the page for a message must find it as it is.
class TroubleshootingTest {
  private static final Pattern QUOTED = Pattern.compile("(?m)^### `(.*)`$");
  private static final List<String> SOURCES =
      List.of("operator/src/main", "core/src/main", "helm/plimsoll/templates");

  @Test
  void quotesWhatTheSourcesSay() throws IOException {
    String page = Files.readString(SourceTree.root().resolve("docs/troubleshooting.md"));
    List<String> quoted = QUOTED.matcher(page).results().map(TroubleshootingTest::text).toList();
    String sources = sources();

    assertThat(quoted).hasSizeGreaterThan(10);
    assertThat(quoted).allSatisfy(message -> assertThat(sources).contains(message));
  }

  private static String text(MatchResult heading) {
    return heading.group(1);
  }

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String folder : SOURCES) {
      try (Stream<Path> files = Files.walk(SourceTree.root().resolve(folder))) {
        for (Path file :
            files
                .filter(Files::isRegularFile)
                .collect(Collectors.toCollection(java.util.TreeSet::new))) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }
}
