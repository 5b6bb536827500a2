package dev.plimsoll.cli;

import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageBuilder.Compression;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.registry.ScriptedRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// The images that the command line is tried with, in a registry of this process.
///
/// Layers are stored as they are, so that digests and sizes are the same with every zlib.
final class Shop {
  private static final int MEBI = 1 << 20;
  private static final String INFO = "var/lib/dpkg/info/";
  private static final String SYSTEM =
      "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n";
  private static final String INSTALL =
      "RUN /bin/sh -c apt-get update && apt-get install -y gcc # buildkit";

  /// Made once for all tests.
  private static final Map<String, TestImage> IMAGES =
      Map.of(
          "base/debian:12", base().build(),
          "base/debian:12-slim", slim().build(),
          "shop/web:1.4", web(),
          "shop/web:1.5", corrected(Platform.LINUX_AMD64),
          "shop/web:1.6", withAnotherCompiler(),
          "shop/workshop:1", Workshop.image(),
          "shop/multi:1", TestImage.indexOf(corrected(Platform.LINUX_AMD64), arm()),
          "shop/hostile:1", hostile(),
          "shop/paths:1", paths());

  private Shop() {}

  static ScriptedRegistry open() {
    ScriptedRegistry registry = ScriptedRegistry.start();
    IMAGES.forEach(registry::add);
    return registry;
  }

  /// One of the images, by repository and tag.
  static TestImage image(String name) {
    return Objects.requireNonNull(IMAGES.get(name));
  }

  private static TestImage web() {
    return application().build();
  }

  /// As before, and one more tool that no policy allows.
  private static TestImage withAnotherCompiler() {
    return application()
        .layer(
            "COPY tcc /usr/bin/tcc # buildkit",
            layer -> layer.noise("usr/bin/tcc", MEBI).mode(0755))
        .build();
  }

  private static ImageBuilder application() {
    return base()
        .layer(
            INSTALL,
            layer ->
                layer
                    .noise("usr/libexec/gcc/x86_64-linux-gnu/12/cc1", 9 * MEBI)
                    .noise("usr/bin/as", MEBI)
                    .file(
                        INFO + "gcc-12.list",
                        "/usr/libexec/gcc/x86_64-linux-gnu/12/cc1\n/usr/bin/as\n")
                    .file("var/lib/dpkg/status", status("libc6") + status("gcc-12")))
        .layer(
            "COPY . /app # buildkit",
            layer -> layer.noise("app/main.py", 20_000).noise("app/tests/data", 3 * MEBI))
        .layer("RUN /bin/sh -c rm -r /app/tests # buildkit", layer -> layer.whiteout("app/tests"))
        .emptyLayer("CMD [\"python3\" \"main.py\"]")
        .command("python3", "main.py");
  }

  private static TestImage corrected(Platform platform) {
    return slim()
        .platform(platform)
        .layer("COPY . /app # buildkit", layer -> layer.noise("app/main.py", 20_000))
        .user("10001")
        .emptyLayer("USER 10001")
        .build();
  }

  private static TestImage arm() {
    return slim()
        .platform(Platform.parse("linux/arm64"))
        .layer("COPY . /app # buildkit", layer -> layer.noise("app/main.py", 30_000))
        .build();
  }

  /// Its history tries to steer the terminal, to break out of Markdown and to end an XML element.
  private static TestImage hostile() {
    return ImageBuilder.image()
        .compression(Compression.NONE)
        .layer(
            "RUN \u001b]0;owned\u0007\u001b[2J | <b>`x`</b> ]]> </testcase>",
            layer -> layer.noise("usr/bin/ld", 2048))
        .build();
  }

  /// Its paths try to become markup, to end a script and to turn the direction of writing
  /// round.
  private static TestImage paths() {
    return ImageBuilder.image()
        .compression(Compression.NONE)
        .layer(
            "COPY . /",
            layer ->
                layer
                    .noise("srv/<img src=x onerror=alert(1)>", 4096)
                    .noise("srv/--></script><script>alert(2)", 4096)
                    .noise("srv/a\u202egnp.exe", 4096)
                    .noise("srv/\u001b[2J\u2028", 4096))
        .user("10001")
        .build();
  }

  private static ImageBuilder base() {
    return ImageBuilder.image()
        .compression(Compression.NONE)
        .layer(
            "/bin/sh -c #(nop) ADD file:0123456789abcdef in / ",
            system(
                layer ->
                    layer
                        .noise("usr/share/doc/libc6/changelog", 2 * MEBI)
                        .noise("usr/share/man/man1/ls.1", MEBI)));
  }

  private static ImageBuilder slim() {
    return ImageBuilder.image()
        .compression(Compression.NONE)
        .layer("/bin/sh -c #(nop) ADD file:fedcba9876543210 in / ", system(_ -> {}));
  }

  private static Consumer<LayerBuilder> system(Consumer<LayerBuilder> more) {
    return layer -> {
      layer
          .file("etc/os-release", SYSTEM)
          .file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")
          .noise("usr/lib/libc.so.6", 5 * MEBI)
          .file(INFO + "libc6.list", "/usr/lib/libc.so.6\n/usr/share/doc/libc6/changelog\n")
          .file("var/lib/dpkg/status", status("libc6"));
      more.accept(layer);
    };
  }

  private static String status(String name) {
    return "Package: %s\nStatus: install ok installed\nVersion: 12\nArchitecture: amd64\n\n"
        .formatted(name);
  }
}
