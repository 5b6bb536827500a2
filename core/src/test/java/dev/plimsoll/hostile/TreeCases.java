package dev.plimsoll.hostile;

import static dev.plimsoll.hostile.HostileCase.READ;
import static dev.plimsoll.hostile.HostileCase.of;
import static dev.plimsoll.hostile.LayerAttempts.layer;
import static dev.plimsoll.hostile.LayerAttempts.overlay;
import static dev.plimsoll.hostile.LayerAttempts.small;
import static dev.plimsoll.hostile.TarBytes.record;
import static dev.plimsoll.hostile.TarBytes.tar;

import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import java.util.List;

/// Trees that no file system has: paths that climb, links in circles, whiteouts of everything,
/// more entries than fit.
final class TreeCases {
  private static final String PATH = "paths";
  private static final String LINK = "links";
  private static final String WHITEOUT = "whiteouts";
  private static final String ENTRIES = "entries";

  private TreeCases() {}

  static List<HostileCase> all() {
    return List.of(
        of(PATH, "climbing by \"..\"", READ, "climb out", file("../../etc/passwd")),
        of(PATH, "climbing in the middle", READ, "climb out", file("a/../../../etc/x")),
        of(PATH, "absolute", READ, "", file("/etc/passwd")),
        of(PATH, "of nothing", READ, "kind that no runtime", file("")),
        of(PATH, "a zero byte, in ustar", READ, "", file("a\0b")),
        of(PATH, "a zero byte, in pax", "Malformed", "the pax header", pax("path", "a\0b")),
        of(PATH, "no UTF-8", READ, "", file("\u00ff\u00fe\u0080/\u00c0\u00af")),
        of(PATH, "control characters", READ, "", file("a\n\u001b[31mb")),
        of(PATH, "longer than may be", "TooLarge", "longer than the 300", deep(155))
            .besides(deep(135)),
        of(PATH, "deeper than may be", "TooLarge", "more than 256 directories", deeper(300))
            .besides(deeper(230)),
        of(PATH, "names that fill the memory", "TooLarge", "more names", names(900, 200))
            .besides(names(500, 200)),
        of(PATH, "directories nobody named", "TooLarge", "more names", directories(900))
            .besides(directories(600)),
        of(LINK, "to itself", READ, "", overlaid(tar().link('2', "a", "a").file("a/b", ""))),
        of(LINK, "in a circle", READ, "", overlaid(circle())),
        of(LINK, "a chain of 100", READ, "", overlaid(chain(100))),
        of(
            LINK,
            "out of the root",
            READ,
            "",
            overlaid(tar().link('2', "a", "../../..").file("a/b", ""))),
        of(LINK, "that grow the path", "TooLarge", "path of more than 512", overlaid(growing())),
        of(LINK, "longer than may be", "TooLarge", "a link longer than the 300", link(301))
            .besides(link(270)),
        of(LINK, "targets that fill the memory", "TooLarge", "than the 1000", targets(700))
            .besides(targets(420)),
        of(LINK, "hard, to nothing", READ, "1 hard links to nothing", hard("a", "missing")),
        of(LINK, "hard, to itself", READ, "", hard("a", "a")),
        of(LINK, "hard, out of the root", READ, "", hard("a", "../../../etc/shadow")),
        of(
            LINK,
            "hard, to a directory",
            READ,
            "",
            overlaid(tar().link('5', "d/", "").link('1', "a", "d"))),
        of(
            LINK,
            "hard, in a circle",
            READ,
            "",
            overlaid(tar().link('1', "a", "b").link('1', "b", "a"))),
        of(
            LINK,
            "to walk for ever",
            "TooLarge",
            "to and fro",
            LayerAttempts.overlay(() -> Streams.gzipped(200_041, TreeCases::slowWalk))),
        of(WHITEOUT, "of the root", READ, "", over(tar().file(".wh..", "").file(".wh...", ""))),
        of(WHITEOUT, "that names nothing", READ, "name nothing", over(tar().file(".wh.", ""))),
        of(
            WHITEOUT,
            "of everything",
            READ,
            "",
            over(tar().file(".wh..wh..opq", "").file(".wh.d", ""))),
        of(
            WHITEOUT,
            "of a path through a link",
            READ,
            "",
            overlay(
                tar().link('2', "l", "d").file("d/a", "").ended(),
                tar().file("l/.wh.a", "").ended())),
        of(WHITEOUT, "300,000 over 290,000 files", READ, "", whiteouts(290_000)),
        of(WHITEOUT, "100,000 opaque over one directory", READ, "", opaques(100_000)),
        of(WHITEOUT, "50 layers that empty and fill a directory", READ, "", rewrites(50)),
        of(ENTRIES, "three million, in 30 MB", "TooLarge", "600000 entries", entries(3_000_000))
            .besides(entries(540_000)),
        of(ENTRIES, "more than may be", "TooLarge", "more than the 1000 entries", few(1_001))
            .besides(few(900)),
        of(
            ENTRIES,
            "one path, 500,000 times",
            READ,
            "",
            LayerAttempts.overlay(() -> Streams.gzipped(500_000, _ -> same()))));
  }

  private static HostileCase.Attempt file(String path) {
    return layer(tar().file(path, "x").ended());
  }

  private static HostileCase.Attempt pax(String key, String value) {
    return layer(tar().pax(record(key, value)).file("a", "").ended());
  }

  private static HostileCase.Attempt deep(int directories) {
    return small(LayerBuilder.layer().file("d/".repeat(directories), "").tar());
  }

  private static HostileCase.Attempt deeper(int directories) {
    return layer(LayerBuilder.layer().file("d/".repeat(directories) + "x", "").tar());
  }

  private static HostileCase.Attempt names(int count, int length) {
    return packed(count, i -> "f" + i + "n".repeat(length));
  }

  private static HostileCase.Attempt directories(int count) {
    return packed(count, i -> "f" + i + "/b/c/d");
  }

  private static HostileCase.Attempt few(int count) {
    return packed(count, i -> "f" + i);
  }

  private static HostileCase.Attempt packed(
      int count, java.util.function.IntFunction<String> path) {
    LayerBuilder layer = LayerBuilder.layer();
    for (int i = 0; i < count; i++) {
      layer.file(path.apply(i), "");
    }
    return small(ImageBuilder.gzip(layer.tar()));
  }

  private static TarBytes circle() {
    return tar().link('2', "a", "b").link('2', "b", "c").link('2', "c", "a").file("a/x/y", "");
  }

  private static TarBytes chain(int links) {
    TarBytes tar = tar();
    for (int i = 0; i < links; i++) {
      tar.link('2', "l" + i, "l" + (i + 1));
    }
    return tar.file("l0/a", "").file("l" + links + "/b", "");
  }

  /// Each link leads a hundred directories further down than the one before.
  private static TarBytes growing() {
    TarBytes tar = tar();
    String down = "d/".repeat(45);
    for (int i = 0; i < 20; i++) {
      tar.link('2', "l" + i, (i == 0 ? "" : "l" + (i - 1) + "/") + down);
    }
    return tar.file("l19/a", "");
  }

  private static HostileCase.Attempt link(int length) {
    return small(LayerBuilder.layer().symlink("a", "t".repeat(length)).tar());
  }

  private static HostileCase.Attempt targets(int count) {
    LayerBuilder layer = LayerBuilder.layer();
    for (int i = 0; i < count; i++) {
      layer.symlink("l" + i, "t".repeat(250));
    }
    return small(ImageBuilder.gzip(layer.tar()));
  }

  private static HostileCase.Attempt hard(String name, String target) {
    return overlaid(tar().link('1', name, target));
  }

  /// Forty links whose targets go to and fro two thousand times, and files behind all of them.
  private static byte[] slowWalk(int number) {
    if (number < 40) {
      String way = "x/../".repeat(800) + (number == 0 ? "end" : "l" + (number - 1));
      return tar().pax(record("linkpath", way)).link('2', "l" + number, "").bytes();
    }
    return tar().file("l39/f" + number, "").bytes();
  }

  /// A layer over one with a directory and two files.
  private static HostileCase.Attempt over(TarBytes upper) {
    byte[] lower = tar().link('5', "d/", "").file("d/a", "x").file("b", "y").ended();
    return overlay(lower, upper.ended());
  }

  private static HostileCase.Attempt overlaid(TarBytes tar) {
    return overlay(tar.ended());
  }

  private static HostileCase.Attempt whiteouts(int count) {
    return overlay(
        () -> Streams.gzipped(count, i -> tar().file("d/f" + i, "").bytes()),
        () -> Streams.gzipped(count, i -> tar().file("d/.wh.f" + i, "").bytes()));
  }

  private static HostileCase.Attempt opaques(int count) {
    return overlay(
        () -> Streams.gzipped(count, i -> tar().file("d/f" + i, "").bytes()),
        () -> Streams.gzipped(count, _ -> tar().file("d/.wh..wh..opq", "").bytes()));
  }

  private static HostileCase.Attempt rewrites(int layers) {
    LayerAttempts.Stored[] stored = new LayerAttempts.Stored[layers];
    for (int layer = 0; layer < layers; layer++) {
      stored[layer] =
          () ->
              Streams.gzipped(
                  10_000, i -> tar().file(i == 0 ? "d/.wh..wh..opq" : "d/e/f" + i, "").bytes());
    }
    return overlay(stored);
  }

  private static HostileCase.Attempt entries(int count) {
    return layer(
        Limits.defaults(),
        () -> Streams.gzipped(count, i -> TarBytes.headerOf('0', "usr/lib/f" + i, "0", "")));
  }

  private static byte[] same() {
    return TarBytes.headerOf('0', "usr/lib/same", "0", "");
  }
}
