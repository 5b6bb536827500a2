package dev.plimsoll.fuzz;

import dev.plimsoll.image.ConfigReader;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.ManifestReader;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.inventory.PackageInventory;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Something that reads bytes which anybody may have written. Whatever they are, it ends in what
/// it makes of them or in the exception that is meant for it; anything else is a fault.
enum FuzzTarget {
  REFERENCE {
    @Override
    void read(byte[] input) {
      Reference read;
      try {
        read = Reference.parse(new String(input, StandardCharsets.UTF_8));
      } catch (InvalidReferenceException _) {
        return; // meant for what is no reference
      }
      if (!Reference.parse(read.toString()).equals(read)) {
        throw new AssertionError(read + " is not read back as it is written");
      }
    }
  },
  MANIFEST {
    @Override
    void read(byte[] input) throws SourceException {
      Object _ = ManifestReader.read(input, null, "reading", Limits.defaults());
    }
  },
  CONFIG {
    @Override
    void read(byte[] input) throws SourceException {
      Object _ = ConfigReader.read(input, "reading");
    }
  },
  /// A tar archive, as it is and laid over itself.
  LAYER {
    @Override
    void read(byte[] input) throws SourceException {
      LayerContents layer = layer(input, path -> path.endsWith(".list") ? 1 << 16 : 0);
      Overlay overlay = Overlay.of(List.of(layer, layer), LIMITS, soon());
      for (int entry = 0; entry < overlay.entries(); entry++) {
        int node = overlay.node(entry);
        String path = node < 0 ? "/" : overlay.path(node);
        if (!path.startsWith("/") || overlay.inode(entry) < 0) {
          throw new AssertionError("entry " + entry + " is nowhere");
        }
      }
    }
  },
  GZIP {
    @Override
    void read(byte[] input) throws SourceException {
      Object _ = layer(input, KeptFiles.NONE);
    }
  },
  DPKG("var/lib/dpkg/status"),
  DPKG_DIVERSIONS("var/lib/dpkg/diversions"),
  APK("lib/apk/db/installed"),
  RPM_SQLITE("var/lib/rpm/rpmdb.sqlite"),
  RPM_NDB("var/lib/rpm/Packages.db"),
  RPM_BERKELEY("var/lib/rpm/Packages");

  private static final Limits LIMITS = Limits.defaults();

  private final String path;

  FuzzTarget() {
    this("");
  }

  /// A database at this path of a layer.
  FuzzTarget(String path) {
    this.path = path;
  }

  /// Reads the input; a [SourceException] is what is meant for bytes that cannot be read.
  void read(byte[] input) throws SourceException {
    byte[] tar =
        LayerBuilder.layer()
            .file("var/lib/dpkg/info/p.list", "/usr/bin/p\n/a\n")
            .file("var/lib/apt/extended_states", "Package: p\nAuto-Installed: 1\n")
            .file("usr/bin/p", "")
            .file(path, input)
            .tar();
    LayerContents layer = layer(tar, PackageInventory.databases());
    PackageInventory inventory =
        PackageInventory.of(Overlay.of(List.of(layer, layer), LIMITS, soon()));
    for (int entry = 0; entry < 2 * layer.entries(); entry++) {
      Object _ = inventory.owners().ownerOf(entry);
    }
  }

  /// In the layer that this input is stored as.
  static byte[] gzipped(byte[] tar) {
    return ImageBuilder.gzip(tar);
  }

  private static LayerContents layer(byte[] stored, KeptFiles kept) throws SourceException {
    return new LayerReader(LIMITS, kept)
        .read(new ByteArrayInputStream(stored), "the layer", soon());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMinutes(1));
  }
}
