package dev.plimsoll.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import dev.plimsoll.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/// A layer with a table of contents, written from an archive as eStargz and zstd:chunked have it;
/// the table may be forged before it is stored.
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ListedLayer(
    String mediaType, byte[] stored, Digest diffId, Map<String, String> annotations) {
  /// Changes the table's text.
  public interface Forgery {
    String of(String table);
  }

  /// Each file's bytes in a gzip member of its own, then the table, then the footer.
  public static ListedLayer estargz(byte[] tar, Forgery forgery) {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    List<Map<String, Object>> entries = new ArrayList<>();
    int from = 0;
    for (TarArchiveEntry entry : entries(tar)) {
      int payload = (int) entry.getDataOffset();
      stored.writeBytes(ImageBuilder.gzip(Arrays.copyOfRange(tar, from, payload)));
      int offset = stored.size();
      from = payload + padded(entry.getSize());
      if (from > payload) {
        stored.writeBytes(ImageBuilder.gzip(Arrays.copyOfRange(tar, payload, from)));
      }
      entries.add(line(entry, from > payload ? offset : -1, -1));
    }
    byte[] table = table(entries, forgery);
    byte[] tail = LayerBuilder.layer().file("stargz.index.json", table).tar();
    int offset = stored.size();
    stored.writeBytes(ImageBuilder.gzip(tail));
    stored.writeBytes(footer(offset));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tar, 0, from);
    whole.writeBytes(tail);
    return new ListedLayer(
        "application/vnd.oci.image.layer.v1.tar+gzip",
        stored.toByteArray(),
        TestImage.digestOf(whole.toByteArray()),
        Map.of("containerd.io/snapshot/stargz/toc.digest", TestImage.digestOf(table).toString()));
  }

  /// Each file's bytes in a frame of its own, then the table in a skippable one.
  public static ListedLayer chunked(byte[] tar, Forgery forgery) {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    List<Map<String, Object>> entries = new ArrayList<>();
    int from = 0;
    for (TarArchiveEntry entry : entries(tar)) {
      int payload = (int) entry.getDataOffset();
      stored.writeBytes(Zstd.compress(Arrays.copyOfRange(tar, from, payload)));
      int offset = stored.size();
      from = payload + padded(entry.getSize());
      if (from > payload) {
        stored.writeBytes(Zstd.compress(Arrays.copyOfRange(tar, payload, from)));
      }
      entries.add(line(entry, from > payload ? offset : -1, stored.size()));
    }
    stored.writeBytes(Zstd.compress(Arrays.copyOfRange(tar, from, tar.length)));
    byte[] table = table(entries, forgery);
    byte[] frame = Zstd.compress(table);
    ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    stored.writeBytes(header.putInt(0x184d2a50).putInt(frame.length).array());
    int offset = stored.size();
    stored.writeBytes(frame);
    String name = "io.github.containers.zstd-chunked.manifest-";
    return new ListedLayer(
        "application/vnd.oci.image.layer.v1.tar+zstd",
        stored.toByteArray(),
        TestImage.digestOf(tar),
        Map.of(
            name + "checksum",
            TestImage.digestOf(frame).toString(),
            name + "position",
            "%d:%d:%d:1".formatted(offset, frame.length, table.length)));
  }

  private static Map<String, Object> line(TarArchiveEntry entry, long offset, long end) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", entry.getName());
    line.put(
        "type",
        entry.isDirectory()
            ? "dir"
            : entry.isSymbolicLink() ? "symlink" : entry.isLink() ? "hardlink" : "reg");
    line.put("linkName", entry.getLinkName());
    line.put("size", entry.getSize());
    line.put("mode", entry.getMode());
    line.put("uid", entry.getLongUserId());
    line.put("modtime", "2025-06-15T15:06:40Z");
    line.put("xattrs", Map.of("user.note", "eA=="));
    if (offset >= 0) {
      line.put("offset", offset);
    }
    if (end >= 0) {
      line.put("endOffset", end);
    }
    return line;
  }

  private static byte[] table(List<Map<String, Object>> entries, Forgery forgery) {
    byte[] honest = TestImage.bytes(Map.of("version", 1, "entries", entries));
    return forgery.of(new String(honest, UTF_8)).getBytes(UTF_8);
  }

  private static byte[] footer(int offset) {
    ByteBuffer footer = ByteBuffer.allocate(51).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 0xff, 26, 0});
    footer.put("SG".getBytes(US_ASCII)).putShort((short) 22);
    footer.put("%016xSTARGZ".formatted(offset).getBytes(US_ASCII));
    return footer.put(new byte[] {1, 0, 0, -1, -1}).array();
  }

  private static List<TarArchiveEntry> entries(byte[] tar) {
    try (TarFile file = new TarFile(tar)) {
      return List.copyOf(file.getEntries());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int padded(long size) {
    return (int) ((size + 511) / 512 * 512);
  }
}
