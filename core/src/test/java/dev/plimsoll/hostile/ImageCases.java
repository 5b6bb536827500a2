package dev.plimsoll.hostile;

import static dev.plimsoll.hostile.HostileCase.READ;
import static dev.plimsoll.hostile.HostileCase.of;
import static dev.plimsoll.hostile.HostileImage.honest;
import static dev.plimsoll.hostile.HostileImage.index;
import static dev.plimsoll.hostile.HostileImage.lying;
import static dev.plimsoll.hostile.HostileImage.repeating;
import static dev.plimsoll.hostile.TarBytes.tar;

import dev.plimsoll.hostile.LayerAttempts.Stored;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Whole images as an inspector meets them: indexes in circles, layers that are too much
/// together, package databases that own everything.
final class ImageCases {
  private static final String INDEX = "index";
  private static final String IMAGE = "image";
  private static final String PACKAGES = "packages";
  private static final String UNREADABLE = "unreadable";

  private ImageCases() {}

  static List<HostileCase> all() {
    return List.of(
        of(INDEX, "names itself", UNREADABLE, "nested", index(Map.of("top", List.of("top")))),
        of(INDEX, "three in a circle", UNREADABLE, "nested", index(circle())),
        of(INDEX, "empty", UNREADABLE, "an index of 0 images", index(Map.of("top", List.of()))),
        of(INDEX, "of 40,000 images", UNREADABLE, "40000 images", index(wide(40_000)))
            .besides(index(wide(14))),
        of(INDEX, "of 16 indexes of 16 images", UNREADABLE, "images", index(square(16)))
            .besides(index(square(3))),
        of(IMAGE, "whose diffIDs lie", UNREADABLE, "is not what its config says", lying(files(3))),
        of(IMAGE, "one layer 500 times", READ, "", repeating(500, files(1_080))),
        of(
            IMAGE,
            "one layer 500 times, too many",
            UNREADABLE,
            "600000",
            repeating(500, files(1_300))),
        of(
            IMAGE,
            "500 layers of the same 100,000 files",
            UNREADABLE,
            "600000",
            lying(rewriting(500))),
        of(PACKAGES, "a million claims to one file", READ, "", honest(claims("/x\n", 1_000_000))),
        of(PACKAGES, "a package for each of 50,000 files", READ, "", honest(packages(50_000))),
        of(
            PACKAGES,
            "20,000 lists that claim a file of 300,000 entries",
            READ,
            "not known",
            honest(rewritten(), claimed(20_000))),
        of(PACKAGES, "30,000 versions of one package", READ, "", honest(versions(30_000))),
        of(PACKAGES, "20,000 marks on 20,000 packages", READ, "", honest(marks(20_000))),
        of(
            PACKAGES,
            "diversions in each of 100 layers",
            READ,
            "not known",
            honest(diversions(100, 20_000))),
        of(PACKAGES, "names of 900 KB", READ, "", honest(longNames())),
        of(PACKAGES, "an os-release of 60 KB", READ, "", honest(system())));
  }

  private static Map<String, List<String>> circle() {
    return Map.of("top", List.of("a"), "a", List.of("b"), "b", List.of("top"));
  }

  private static Map<String, List<String>> wide(int images) {
    return Map.of("top", numbered("image", images));
  }

  private static Map<String, List<String>> square(int side) {
    Map<String, List<String>> entries = new HashMap<>();
    entries.put("top", numbered("index", side));
    for (String index : numbered("index", side)) {
      entries.put(index, numbered(index + " image", side));
    }
    return entries;
  }

  private static List<String> numbered(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + " " + i).toList();
  }

  private static Stored files(int count) {
    TarBytes tar = tar();
    for (int i = 0; i < count; i++) {
      tar.file("d/f" + i, "");
    }
    return stored(tar);
  }

  private static Stored[] rewriting(int layers) {
    Stored[] stored = new Stored[layers];
    Arrays.setAll(
        stored, layer -> () -> Streams.gzipped(100_000, i -> tar().file("d/f" + i, "").bytes()));
    return stored;
  }

  private static Stored claims(String line, int times) {
    return stored(
        tar().file("var/lib/dpkg/info/evil.list", line.repeat(times)).file("x", "content"));
  }

  private static Stored packages(int count) {
    return () ->
        Streams.gzipped(
            count,
            i ->
                tar()
                    .file("d/f" + i, "")
                    .file("var/lib/dpkg/info/p" + i + ".list", "/d/f" + i + "\n")
                    .bytes());
  }

  private static Stored rewritten() {
    return () -> Streams.gzipped(300_000, _ -> tar().file("x", "").bytes());
  }

  private static Stored claimed(int count) {
    return () ->
        Streams.gzipped(
            count, i -> tar().file("var/lib/dpkg/info/p" + i + ".list", "/x\n").bytes());
  }

  private static Stored versions(int count) {
    StringBuilder status = new StringBuilder();
    for (int i = 0; i < count; i++) {
      status.append("Package: p\nStatus: a b installed\nVersion: ").append(i).append("\n\n");
    }
    return stored(tar().file("var/lib/dpkg/status", status.toString()));
  }

  private static Stored marks(int count) {
    StringBuilder status = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    for (int i = 0; i < count; i++) {
      status
          .append("Package: p")
          .append(i)
          .append("\nStatus: a b installed\nArchitecture: all\n\n");
      marks.append("Package: q").append(i).append("\nAuto-Installed: 1\n\n");
    }
    return stored(
        tar()
            .file("var/lib/dpkg/status", status.toString())
            .file("var/lib/apt/extended_states", marks.toString()));
  }

  private static Stored[] diversions(int layers, int lines) {
    String diverted = "/a\n/b\n:\n";
    Stored[] stored = new Stored[layers];
    for (int i = 0; i < layers; i++) {
      String list = "/c" + i + "\n/a\n".repeat(lines);
      stored[i] =
          stored(
              tar()
                  .file("var/lib/dpkg/diversions", diverted + "/a" + i + "\n/b\n:\n")
                  .file("var/lib/dpkg/info/p" + i + ".list", list));
    }
    return stored;
  }

  private static Stored longNames() {
    String status = "Package: %s\nStatus: install ok installed\n\n";
    return stored(
        tar()
            .file("var/lib/dpkg/status", status.formatted("p".repeat(900_000)).repeat(3))
            .file("var/lib/dpkg/status.d/x", "Package: " + "q".repeat(900_000)));
  }

  private static Stored system() {
    return stored(
        tar().file("etc/os-release", "ID=x\nPRETTY_NAME=\"" + "n".repeat(60_000) + "\"\n"));
  }

  private static Stored stored(TarBytes tar) {
    byte[] bytes = tar.ended();
    return () -> new ByteArrayInputStream(bytes);
  }
}
