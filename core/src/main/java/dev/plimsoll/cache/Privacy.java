package dev.plimsoll.cache;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Keeps others out of the cache: directories are `rwx------`, files `rw-------`, wherever the
/// file system knows of such things.
final class Privacy {
  private static final Set<PosixFilePermission> OF_DIRECTORIES =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OF_FILES =
      PosixFilePermissions.fromString("rw-------");

  private final boolean posix;

  private Privacy(boolean posix) {
    this.posix = posix;
  }

  static Privacy of(Path place) throws IOException {
    return new Privacy(Files.getFileStore(place).supportsFileAttributeView("posix"));
  }

  /// With what files are made.
  FileAttribute<?>[] ofFiles() {
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OF_FILES)}
        : new FileAttribute<?>[0];
  }

  /// Makes a directory that is to be ours alone; what is there already is taken where it is a
  /// directory of ours, and is closed to others.
  void claim(Path directory) throws IOException {
    createDirectory(directory);
    if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
      throw new IOException(directory + " is no directory");
    }
    if (posix) {
      // Only a directory's owner may set this, so it is ours from here on, or refused.
      Files.setPosixFilePermissions(directory, OF_DIRECTORIES);
    }
  }

  void createDirectory(Path directory) throws IOException {
    try {
      if (posix) {
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OF_DIRECTORIES));
      } else {
        Files.createDirectory(directory);
      }
    } catch (FileAlreadyExistsException _) {
      // it was made before, or by another process meanwhile
    }
  }
}
