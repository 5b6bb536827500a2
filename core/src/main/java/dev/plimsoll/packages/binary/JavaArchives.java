package dev.plimsoll.packages.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.layer.FileProbe;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.Notes;
import dev.plimsoll.packages.PackageDatabase;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.Sightings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Java archives, the Maven artifacts that were put together in one, and the archives in it.
///
/// An archive is named by the `pom.properties` that fits its file name, or the only one there is,
/// else by its file name.
public final class JavaArchives implements PackageDatabase {
  private static final Pattern FILE =
      Pattern.compile("(.*?)(?:-(\\d[^/]*?))?\\.(?:jar|war|ear|hpi|jpi)");
  private static final int NAMED = 3;

  @Override
  public KeptFiles files() {
    return KeptFiles.NONE;
  }

  @Override
  public List<FileProbe> probes() {
    return List.of(new JarProbe());
  }

  @Override
  public Contents read(Overlay overlay) {
    Sightings sightings = new Sightings();
    List<FileList> lists = new ArrayList<>();
    List<String> partial = new ArrayList<>();
    for (Overlay.Kept file : overlay.found(JarProbe.NAME)) {
      Archive archive = new Archive(file.path(), file.content());
      int from = overlay.layerOf(file.entry());
      int until = overlay.hiddenIn(file.entry());
      List<Located> packages = archive.packages();
      for (Located found : packages) {
        sightings.add(new Sighting(found.record, found.location, file.entry(), from, until));
      }
      byte[] path = file.path().getBytes(UTF_8);
      lists.add(
          FileList.of(packages.getFirst().record.name(), from, until, each -> each.accept(path)));
      if (archive.partial) {
        partial.add(file.path());
      }
    }
    return Contents.of(sightings, lists, remarks(partial));
  }

  private static List<String> remarks(List<String> partial) {
    if (partial.isEmpty()) {
      return List.of();
    }
    String some = String.join(", ", partial.stream().limit(NAMED).toList());
    return List.of(
        "the directories of %d Java archives (%s%s) were not read whole; more may be in them"
            .formatted(partial.size(), some, partial.size() > NAMED ? " …" : ""));
  }

  private record Located(PackageRecord record, String location) {}

  /// A Maven artifact: `group:artifact`, or its name alone, and its version where it is told.
  private record Artifact(String name, String version) {
    /// `NAME VERSION`, as a probe notes it.
    static Artifact noted(String note) {
      int blank = note.indexOf(' ');
      return blank < 0
          ? new Artifact(note, "")
          : new Artifact(note.substring(0, blank), note.substring(blank + 1));
    }

    /// What a file name tells: `NAME-VERSION.jar`.
    static Artifact named(String path) {
      String file = path.substring(path.lastIndexOf('/') + 1);
      Matcher name = FILE.matcher(file);
      if (!name.matches()) {
        return new Artifact(file, "");
      }
      return new Artifact(name.group(1), name.group(2) == null ? "" : name.group(2));
    }

    Artifact orVersion(String otherwise) {
      return version.isEmpty() ? new Artifact(name, otherwise) : this;
    }

    Located at(String location) {
      return new Located(PackageRecord.of(Ecosystem.MAVEN, name, version), location);
    }
  }

  /// What was found in one archive.
  private static final class Archive {
    private final String path;
    private final List<Artifact> artifacts = new ArrayList<>();
    private final List<String> inner = new ArrayList<>();
    private String version = "";
    private boolean partial;

    Archive(String path, byte[] notes) {
      this.path = path;
      Notes.forEach(
          notes,
          (kind, text) -> {
            switch (kind) {
              case 'M' -> artifacts.add(Artifact.noted(text));
              case 'J' -> inner.add(text);
              case 'V' -> version = text;
              case '?' -> partial = true;
              default -> {}
            }
          });
    }

    /// The archive itself, then what else is in it.
    List<Located> packages() {
      Artifact named = Artifact.named(path);
      Optional<Artifact> own = own(named.name);
      List<Located> packages = new ArrayList<>();
      packages.add(own.orElse(named).orVersion(named.version).orVersion(version).at(path));
      artifacts.stream()
          .filter(artifact -> !artifact.equals(own.orElse(null)))
          .forEach(artifact -> packages.add(artifact.at(path + "!/META-INF/maven")));
      inner.forEach(file -> packages.add(Artifact.named(file).at(path + "!/" + file)));
      return packages;
    }

    /// The artifact that the archive as a whole is.
    private Optional<Artifact> own(String name) {
      return artifacts.stream()
          .filter(artifact -> artifact.name.endsWith(":" + name))
          .findFirst()
          .or(() -> artifacts.stream().filter(_ -> artifacts.size() == 1).findFirst());
    }
  }
}
