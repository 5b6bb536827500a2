package dev.plimsoll.packages.rpm;

/// A file that keeps headers of packages.
interface HeaderStore {
  /// Calls with each header, in the file's order.
  void forEach(Headers each) throws UnreadableException;

  /// Takes headers.
  interface Headers {
    void accept(byte[] header) throws UnreadableException;
  }
}
