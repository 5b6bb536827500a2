package dev.plimsoll.layer;

/// Which small files of a layer are kept whole, because something is to be learned from them.
public interface KeptFiles {
  KeptFiles NONE = _ -> 0;

  /// How large the file at this absolute path may be to be kept; 0 where it is of no interest.
  long mostBytes(String path);

  /// What is kept of such a file: all of it, unless less will do.
  default byte[] essence(String path, byte[] content) {
    return content;
  }

  /// These files, and others.
  default KeptFiles and(KeptFiles others) {
    KeptFiles these = this;
    return new KeptFiles() {
      @Override
      public long mostBytes(String path) {
        return Math.max(these.mostBytes(path), others.mostBytes(path));
      }

      @Override
      public byte[] essence(String path, byte[] content) {
        KeptFiles wanting = these.mostBytes(path) > 0 ? these : others;
        return wanting.essence(path, content);
      }
    };
  }
}
