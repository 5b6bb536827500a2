package dev.plimsoll.e2e.images;

import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.Cache;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Script;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/// The images built from `e2e/images`: an OCI layout in the cache, keyed by what it was built
/// from.
public record ImageCorpus(Path layout) {
  private static final String MARKER = "complete";

  /// Finds the layout, building it first where that has not been done.
  public static ImageCorpus find(Consumer<String> progress) {
    String out = Script.run(script("build.sh"), List.of(), progress);
    String last = out.strip().lines().reduce("", (_, line) -> line);
    if (!Files.isRegularFile(Path.of(last, "index.json"))) {
      throw new PartsException("e2e/images/build.sh named no OCI layout but: " + last);
    }
    return new ImageCorpus(Path.of(last));
  }

  /// Starts a registry that serves all images. They are pushed once per layout: the storage of
  /// that registry is kept in the cache and serves later ones.
  public RegistryServer serve(RegistrySettings settings, Consumer<String> progress) {
    Path storage = Cache.directory("registry").resolve(layout.getFileName());
    fillOnce(storage, settings, progress);
    return RegistryServer.start(settings.withStorage(storage));
  }

  /// Two processes that begin at the same time would each push gigabytes, and one would leave its
  /// own behind: the second waits for the first.
  private synchronized void fillOnce(
      Path storage, RegistrySettings settings, Consumer<String> progress) {
    if (Files.exists(storage.resolve(MARKER))) {
      return;
    }
    Path turn = storage.resolveSibling(storage.getFileName() + ".lock");
    try {
      Files.createDirectories(turn.getParent());
      try (FileChannel channel =
              FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        if (!Files.exists(storage.resolve(MARKER))) {
          fill(storage, settings, progress);
        }
      }
    } catch (IOException e) {
      throw new PartsException("Cannot lock " + turn + ": " + e, e);
    }
  }

  private void fill(Path storage, RegistrySettings settings, Consumer<String> progress) {
    progress.accept("pushing the images into a registry, once");
    Path filling =
        storage.resolveSibling(storage.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.createDirectories(filling);
      try (RegistryServer registry = RegistryServer.start(settings.withStorage(filling));
          LayoutPush push = new LayoutPush(layout, registry.host())) {
        push.pushAll();
      }
      Files.createFile(filling.resolve(MARKER));
      Files.move(filling, storage);
    } catch (IOException e) {
      throw new PartsException("Cannot keep the registry's storage in " + storage, e);
    }
  }

  private static Path script(String name) {
    return SourceTree.controlPlane().resolveSibling("images").resolve(name);
  }
}
