package dev.plimsoll.layout;

import dev.plimsoll.image.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of a tar archive, found once. A link is what it leads to within the archive.
final class ArchiveStore implements Store {
  private static final int LONGEST_CHAIN = 8;

  private final RandomAccess file;
  private final Map<String, TarIndex.Member> members;
  private final String doing;

  private ArchiveStore(RandomAccess file, Map<String, TarIndex.Member> members, String doing) {
    this.file = file;
    this.members = members;
    this.doing = doing;
  }

  static ArchiveStore of(RandomAccess file, String doing) throws IOException {
    return new ArchiveStore(file, new TarIndex(file, doing).members(), doing);
  }

  @Override
  public @Nullable Part part(String path) throws SourceException {
    String at = path;
    for (int step = 0; step < LONGEST_CHAIN; step++) {
      switch (members.get(at)) {
        case null -> {
          if (step == 0) {
            return null;
          }
          throw new SourceException.Malformed(
              "%s: its member %s is a link to %s, which is not there; write the archive again"
                  .formatted(doing, path, at));
        }
        case TarIndex.Member.OfBytes(long offset, long size) -> {
          return new InArchive(file, offset, size);
        }
        case TarIndex.Member.OfLink(String target) -> at = target;
      }
    }
    throw new SourceException.Malformed(
        doing + ": its member " + path + " is a link that leads nowhere; write the archive again");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private record InArchive(RandomAccess file, long offset, long size) implements Part {
    @Override
    public InputStream open(long from, long length) {
      return file.stream(offset + from, length);
    }
  }
}
