package dev.plimsoll.hostile;

import static dev.plimsoll.hostile.HostileCase.READ;
import static dev.plimsoll.hostile.HostileCase.of;
import static dev.plimsoll.hostile.LayerAttempts.SMALL;
import static dev.plimsoll.hostile.LayerAttempts.layer;
import static dev.plimsoll.hostile.LayerAttempts.small;
import static dev.plimsoll.hostile.TarBytes.octal;
import static dev.plimsoll.hostile.TarBytes.record;
import static dev.plimsoll.hostile.TarBytes.tar;

import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import java.util.Arrays;
import java.util.List;

/// Headers of archives that lie about sizes, flood the reader, or are broken.
final class HeaderCases {
  private static final String SIZE = "sizes";
  private static final String HEADER = "headers";
  private static final String SPARSE = "files with holes";
  private static final String NEGATIVE = "\u00ff".repeat(12);
  private static final String HUGE = "\u0080" + "\u00ff".repeat(11);
  private static final String LARGEST_OCTAL = "777777777777";

  private HeaderCases() {}

  static List<HostileCase> all() {
    byte[] tar = LayerBuilder.layer().file("a", "text").noise("b", 70_000).tar();
    byte[] broken = tar.clone();
    Arrays.fill(broken, 1_030, 1_070, (byte) 0x55);
    return List.of(
        of(SIZE, "negative, in base 256", "Malformed", "a negative number", size(NEGATIVE)),
        of(SIZE, "huge, in base 256", "TooLarge", "too large to exist", size(HUGE)),
        of(SIZE, "huge, in octal", "TooLarge", "unpacks to more than", small(size64())),
        of(SIZE, "letters", "Malformed", "is no tar archive", size("0000000zzzz\0")),
        of(SIZE, "a file that is not there", "Malformed", "ends in the middle", size(octal(9_999))),
        of(SIZE, "negative, in pax", "Malformed", "the pax header", pax("11 size=-5\n")),
        of(SIZE, "beyond 64 bits, in pax", "Malformed", "the pax header", paxSize("9".repeat(19))),
        of(SIZE, "huge, in pax", "TooLarge", "unpacks to more", paxSize("9".repeat(18))),
        of(SIZE, "that overflow when added", "TooLarge", "unpacks to more than", overflow()),
        of(SIZE, "of a directory", READ, "", layer(directoryWithSize())),
        of(HEADER, "cut off", "Malformed", "at byte 1200", layer(Arrays.copyOf(tar, 1_200))),
        of(HEADER, "a file cut off", "Malformed", "40000", layer(Arrays.copyOf(tar, 40_000))),
        of(HEADER, "wrong checksum", "Malformed", "no tar header at byte 1024", layer(broken)),
        of(HEADER, "pax without a length", "Malformed", "the pax header", pax("path=a\n")),
        of(HEADER, "pax of a wrong length", "Malformed", "the pax header", pax("90 path=a\n")),
        of(HEADER, "pax of length 0", "Malformed", "the pax header", pax("0 path=a\n")),
        of(HEADER, "pax of a huge length", "Malformed", "the pax", pax("99999999999 path=a\n")),
        of(HEADER, "pax without equals sign", "Malformed", "the pax header", pax("9 path a\n")),
        of(HEADER, "pax without line end", "Malformed", "the pax header", pax("9 path=a!")),
        of(HEADER, "pax of 2 MiB", "TooLarge", "a header of 2097152 bytes", large('x')),
        of(HEADER, "a GNU name of 2 MiB", "TooLarge", "a header of 2097152 bytes", large('L')),
        of(HEADER, "a GNU link of 2 MiB", "TooLarge", "a header of 2097152 bytes", large('K')),
        of(HEADER, "a flood for one entry", "TooLarge", "more than 16 headers", flood(17))
            .besides(flood(14)),
        of(HEADER, "a flood of pax records", "TooLarge", "500 times its size", records(6_000))
            .besides(records(100)),
        of(HEADER, "pax for all entries at once", READ, "which were ignored", global()),
        of(HEADER, "a global header of 1 GiB", "TooLarge", "3000000 bytes", globalOfSize()),
        of(HEADER, "of a kind that nobody knows", READ, "were skipped", small(unknownKind())),
        of(SPARSE, "of 10 PB", "TooLarge", "unpacks to more", sparse("9999999999999999")),
        of(SPARSE, "of a negative size", "Malformed", "the pax header", sparse("-1")),
        of(SPARSE, "smaller than their bytes", READ, "", sparse("1")),
        of(
            SPARSE,
            "of a negative size, GNU",
            "Malformed",
            "a negative number",
            oldSparse(NEGATIVE)),
        of(SPARSE, "larger than may be, GNU", "TooLarge", "3000000", oldSparse(octal(3_100_000)))
            .besides(oldSparse(octal(2_700_000))),
        of(SPARSE, "a map that never ends", "TooLarge", "3000000 bytes", endlessMap()));
  }

  private static HostileCase.Attempt size(String field) {
    return layer(tar().header('0', "a", field, "").ended());
  }

  private static byte[] size64() {
    return tar().header('0', "a", LARGEST_OCTAL, "").ended();
  }

  private static HostileCase.Attempt pax(String records) {
    return small(tar().pax(records).file("a", "").ended());
  }

  private static HostileCase.Attempt paxSize(String digits) {
    return pax(record("size", digits));
  }

  /// Sizes of links do not count, those of sparse files do, without a byte being there.
  private static HostileCase.Attempt overflow() {
    TarBytes tar = tar();
    for (int i = 0; i < 20; i++) {
      tar.pax(record("GNU.sparse.realsize", "9".repeat(18))).file("f" + i, "");
    }
    return layer(tar.ended());
  }

  /// Directories and links have no payload, whatever they say.
  private static byte[] directoryWithSize() {
    return tar().header('5', "d/", octal(512), "").file("d/a", "x").ended();
  }

  private static HostileCase.Attempt large(char type) {
    return layer(tar().header(type, "x", octal(2 << 20), "").ended());
  }

  private static HostileCase.Attempt flood(int headers) {
    TarBytes tar = tar();
    for (int i = 0; i < headers; i++) {
      tar.pax(record("path", "abc"));
    }
    return small(tar.file("a", "").ended());
  }

  /// A megabyte of records, five bytes each, before every entry.
  private static HostileCase.Attempt records(int entries) {
    byte[] entry = tar().pax("5 a=\n".repeat(200_000)).file("a", "").bytes();
    byte[] packed = dev.plimsoll.image.ImageBuilder.gzip(entry);
    return layer(Limits.defaults(), () -> Streams.of(entries, _ -> packed));
  }

  private static HostileCase.Attempt global() {
    return small(tar().extension('g', record("path", "../evil")).file("a", "").ended());
  }

  private static HostileCase.Attempt globalOfSize() {
    byte[] header = TarBytes.headerOf('g', "g", octal(1 << 30), "");
    byte[] start = dev.plimsoll.image.ImageBuilder.gzip(header);
    byte[] zeroes = dev.plimsoll.image.ImageBuilder.gzip(new byte[1 << 20]);
    return layer(SMALL, () -> Streams.of(100, i -> i == 0 ? start : zeroes));
  }

  private static byte[] unknownKind() {
    return tar().header('Z', "odd", octal(512), "").payload(new byte[512]).file("a", "").ended();
  }

  private static HostileCase.Attempt sparse(String size) {
    return small(tar().pax(record("GNU.sparse.realsize", size)).file("a", "12345").ended());
  }

  private static HostileCase.Attempt oldSparse(String size) {
    return small(tar().raw(sparseHeader(size, 0)).ended());
  }

  private static HostileCase.Attempt endlessMap() {
    byte[] more = new byte[512];
    more[504] = 1;
    byte[] start = dev.plimsoll.image.ImageBuilder.gzip(sparseHeader(octal(1), 1));
    TarBytes blocks = tar();
    for (int i = 0; i < 2_000; i++) {
      blocks.raw(more);
    }
    byte[] packed = dev.plimsoll.image.ImageBuilder.gzip(blocks.bytes());
    return layer(SMALL, () -> Streams.of(1_000, i -> i == 0 ? start : packed));
  }

  /// GNU's old format: the real size, and whether more of the map follows, stand in the header.
  private static byte[] sparseHeader(String realSize, int extended) {
    byte[] header = TarBytes.headerOf('S', "sparse", octal(0), "");
    byte[] size = realSize.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    System.arraycopy(size, 0, header, 483, 12);
    header[482] = (byte) extended;
    TarBytes.mendChecksum(header, 0);
    return header;
  }
}
