package dev.plimsoll.facts;

import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.TestImage;
import java.util.List;
import java.util.SplittableRandom;

/// Images with something of everything that is read of images, different for each number and
/// the same for the same.
final class SomeImages {
  private static final List<String> DIRECTORIES =
      List.of("", "usr/bin/", "usr/lib/gcc/", "var/cache/apt/", "app/", "lib/", "héllo/");

  private SomeImages() {}

  static TestImage image(long number) {
    SplittableRandom random = new SplittableRandom(number);
    ImageBuilder image =
        ImageBuilder.image()
            .user(random.nextBoolean() ? "app" : "")
            .env("NAME=\ud83d\ude80 " + number)
            .label("one", "\ud800 half a character")
            .annotation("org.opencontainers.image.base.name", "debian:13")
            .emptyLayer("ENV A=b");
    image.layer("ADD rootfs.tar /", layer -> writeSystem(layer, random));
    for (int i = random.nextInt(5); i > 0; i--) {
      if (random.nextInt(4) == 0) {
        image.compression(ImageBuilder.Compression.NONE);
      }
      image.layer("RUN step " + i, layer -> writeSome(layer, random));
    }
    if (random.nextInt(5) == 0) {
      image.withoutHistory();
    }
    return image.build();
  }

  private static void writeSystem(LayerBuilder layer, SplittableRandom random) {
    layer
        .file("etc/os-release", "ID=debian\nVERSION_ID=13\nPRETTY_NAME=\"Debian\"\n")
        .file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/false\n")
        .directory("usr/bin")
        .symlink("bin", "usr/bin")
        .file("var/lib/dpkg/status", packageOf("gcc") + packageOf("libc6"))
        .file("var/lib/dpkg/info/gcc.list", "/.\n/usr\n/usr/bin/cc\n/usr/lib/gcc/f1\n")
        .file("var/lib/dpkg/info/libc6:amd64.list", "/lib/f2\n");
    writeSome(layer, random);
  }

  private static String packageOf(String name) {
    return "Package: %s\nStatus: install ok installed\nVersion: 1.2\nDepends: libc6 (>= 2)\n\n"
        .formatted(name);
  }

  private static void writeSome(LayerBuilder layer, SplittableRandom random) {
    for (int i = random.nextInt(40); i > 0; i--) {
      String path = DIRECTORIES.get(random.nextInt(DIRECTORIES.size())) + "f" + random.nextInt(10);
      switch (random.nextInt(10)) {
        case 0 -> layer.symlink(path, "/usr/lib/f" + random.nextInt(10));
        case 1 -> layer.hardLink(path, "etc/passwd");
        case 2 -> layer.whiteout(path);
        case 3 -> layer.opaque(path);
        case 4 -> layer.directory(path).mode(0700).owner(7, 8);
        case 5 -> layer.file(path, "#!/bin/sh\n").mode(04755);
        case 6 -> layer.file("usr/bin/cc", "\u007fELF").modified(random.nextInt(1 << 30));
        default -> layer.noise(path, random.nextInt(3_000));
      }
    }
  }
}
