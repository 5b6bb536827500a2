package dev.plimsoll.layer;

/// One entry of a tar archive, as its headers tell it.
///
/// `size` is that of the file once unpacked, `stored` the bytes that follow the headers: fewer
/// where the file has holes. `target` is where a link leads.
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record TarEntry(
    Type type, byte[] path, byte[] target, long size, long stored, Attributes attributes) {

  enum Type {
    FILE,
    HARD_LINK,
    SYMLINK,
    DIRECTORY,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    PIPE,
    /// Something that no container runtime unpacks.
    UNKNOWN;

    /// The meaning of a header's type flag (POSIX pax, GNU tar).
    static Type of(byte flag) {
      return switch (flag) {
        case 0, '0', '7', 'S' -> FILE;
        case '1' -> HARD_LINK;
        case '2' -> SYMLINK;
        case '5' -> DIRECTORY;
        case '3' -> CHARACTER_DEVICE;
        case '4' -> BLOCK_DEVICE;
        case '6' -> PIPE;
        default -> UNKNOWN;
      };
    }

    boolean hasPayload() {
      return this == FILE || this == UNKNOWN;
    }
  }
}
