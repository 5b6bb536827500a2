package dev.plimsoll.cli;

import dev.plimsoll.facts.program.ElfBuilder;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.TestImage;
import java.util.List;
import java.util.stream.Collectors;

/// An image with much of what the rules look for, as an ahead-of-time cache must have seen it: a
/// full base that is no longer supported, tools, headers, caches, leftovers and secrets.
final class Workshop {
  private static final int KIBI = 1 << 10;
  private static final int MEBI = 1 << 20;
  private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";
  private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu/";

  /// A package as dpkg's status tells of it, and one file that it owns.
  private record Package(String name, String fields, String file) {
    private String status() {
      return """
          Package: %s
          Status: install ok installed
          Version: 1:1.0-1
          Architecture: amd64
          Source: %s
          %s
          """
          .formatted(name, name, fields.strip());
    }
  }

  private static final List<Package> BASE =
      List.of(
          new Package("libc6", "Priority: required", LIBRARIES + "libc.so.6"),
          new Package("libssl3", "Depends: libc6 (>= 2.34)", LIBRARIES + "libssl.so.3"),
          new Package(
              "bash", "Essential: yes\nPriority: required\nPre-Depends: libc6", "usr/bin/bash"),
          new Package("dash", "Essential: yes\nPriority: required\nDepends: libc6", "bin/sh"),
          new Package("perl-base", "Essential: yes\nPriority: required", "usr/bin/perl"),
          new Package(
              "apt", "Priority: important\nDepends: libc6, debconf | cdebconf", "usr/bin/apt-get"),
          new Package("ca-certificates", "Depends: openssl", "etc/ssl/certs/ca.pem"),
          new Package("man-db", "Recommends: less", "usr/bin/man"));

  private static final List<Package> ADDED =
      List.of(
          new Package(
              "gcc-12",
              "Depends: cpp-12, binutils\nProvides: c-compiler",
              "usr/libexec/gcc/x86_64-linux-gnu/12/cc1"),
          new Package("binutils", "Depends: libc6", "usr/bin/x86_64-linux-gnu-ld"),
          new Package("cmake", "Depends: libc6", "usr/bin/cmake"),
          new Package("git", "Depends: libc6, perl-base", "usr/lib/git-core/git"),
          new Package("curl", "Depends: libssl3", "usr/bin/curl"),
          new Package("gdb", "Depends: libc6", "usr/bin/gdb"),
          new Package("libpq-dev", "Depends: libssl3", "usr/include/postgresql/libpq-fe.h"),
          new Package("python3.11-minimal", "Depends: libc6", "usr/bin/python3.11"),
          new Package("nodejs", "Depends: libssl3, libc6", "usr/bin/node"),
          new Package("openssh-server", "Depends: libc6", "usr/sbin/sshd"),
          new Package(
              "openjdk-17-jdk-headless", "Depends: libc6", "usr/lib/jvm/java-17/bin/javac"));

  private Workshop() {}

  static TestImage image() {
    return ImageBuilder.image()
        .env("PATH=/usr/local/bin:/usr/bin:/bin")
        .env("NODE_ENV=development")
        .env("DB_PASSWORD=correct-horse-battery-staple")
        .layer("/bin/sh -c #(nop) ADD file:0123456789abcdef in / ", Workshop::base)
        .emptyLayer("ENV DB_PASSWORD=correct-horse-battery-staple")
        .layer(
            "RUN /bin/sh -c apt-get update && apt-get install -y "
                + ADDED.stream().map(Package::name).collect(Collectors.joining(" "))
                + " # buildkit",
            Workshop::tools)
        .layer("RUN /bin/sh -c pip install flask # buildkit", Workshop::python)
        .layer("COPY . /app # buildkit", Workshop::application)
        .layer(
            "RUN /bin/sh -c curl -fsSLO https://example.com/tool.tgz && tar xzf tool.tgz # buildkit",
            layer -> layer.noise("app/tool.tgz", 300 * KIBI).noise("app/tool/bin/tool", 2 * MEBI))
        .layer("RUN /bin/sh -c rm app/tool.tgz # buildkit", l -> l.whiteout("app/tool.tgz"))
        .layer(
            "RUN /bin/sh -c chown -R 1000 /app # buildkit",
            layer -> layer.noise("app/tool/bin/tool", 2 * MEBI).owner(1000, 1000))
        .emptyLayer("ENTRYPOINT [\"/app/run.sh\"]")
        .entrypoint("/app/run.sh")
        .command("python3.11", "/app/main.py")
        .build();
  }

  private static void base(LayerBuilder layer) {
    layer
        .file(
            "etc/os-release",
            "PRETTY_NAME=\"Debian GNU/Linux 10 (buster)\"\nID=debian\nVERSION_ID=\"10\"\n")
        .file("etc/passwd", "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/bin/sh\n")
        .noise("usr/share/doc/libc6/changelog.gz", 20 * MEBI)
        .noise("usr/share/man/man1/bash.1.gz", 15 * MEBI)
        .noise("usr/share/locale/de/LC_MESSAGES/bash.mo", MEBI);
    install(layer, BASE, BASE);
  }

  private static void tools(LayerBuilder layer) {
    layer
        .noise("var/lib/apt/lists/deb.example.com_dists_bookworm_main_Packages", MEBI)
        .noise("var/cache/apt/archives/gcc-12_12.2.0_amd64.deb", MEBI)
        .noise("usr/include/stdio.h", 6 * MEBI)
        .noise("usr/share/doc/gcc-12/README", 40 * KIBI)
        .noise("var/log/apt/term.log", 40 * KIBI);
    install(layer, ADDED, List.of(BASE, ADDED).stream().flatMap(List::stream).toList());
  }

  /// Files of `packages`, and databases that tell of `all`.
  private static void install(LayerBuilder layer, List<Package> packages, List<Package> all) {
    for (Package each : packages) {
      ElfBuilder program =
          each.file().contains(".so") ? ElfBuilder.library() : ElfBuilder.program().loader(LOADER);
      layer
          .file(each.file(), program.needs("libc.so.6", "libssl.so.3").symbols(70 * KIBI).bytes())
          .mode(0755)
          .file("var/lib/dpkg/info/" + each.name() + ".list", "/" + each.file() + "\n");
    }
    layer
        .file(
            "var/lib/dpkg/status",
            all.stream().map(Package::status).collect(Collectors.joining("\n")))
        .file(
            "var/lib/apt/extended_states",
            "Package: binutils\nArchitecture: amd64\nAuto-Installed: 1\n");
  }

  private static void python(LayerBuilder layer) {
    String site = "usr/local/lib/python3.11/site-packages/";
    layer
        .file(
            site + "flask-3.0.0.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: Flask\nVersion: 3.0.0\nRequires-Dist: pytest\n")
        .file(site + "flask-3.0.0.dist-info/RECORD", "flask/app.py,,\nflask/tests/test_app.py,,\n")
        .noise(site + "flask/app.py", 30 * KIBI)
        .noise(site + "flask/tests/test_app.py", 30 * KIBI)
        .noise(site + "flask/__pycache__/app.cpython-311.pyc", 30 * KIBI)
        .file(
            site + "pytest-8.0.0.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: pytest\nVersion: 8.0.0\n")
        .noise(site + "pytest/main.py", 200 * KIBI)
        .noise("root/.cache/pip/http/0/1/2/3", 400 * KIBI);
  }

  private static void application(LayerBuilder layer) {
    layer
        .file("app/run.sh", "#!/bin/sh\nexec \"$@\"\n")
        .mode(0755)
        .file("app/main.py", "#!/usr/bin/env python3\nprint('hello')\n")
        .mode(0755)
        .file("app/package.json", "{\"name\": \"app\", \"devDependencies\": {\"jest\": \"*\"}}")
        .file("app/node_modules/jest/package.json", "{\"name\": \"jest\", \"version\": \"29.0.0\"}")
        .noise("app/node_modules/jest/build/index.js", 300 * KIBI)
        .noise("app/static/app.js.map", 300 * KIBI)
        .noise("app/.git/objects/pack/pack-1.pack", MEBI)
        .file("app/.git/HEAD", "ref: refs/heads/main\n")
        .noise("app/Dockerfile", KIBI)
        .noise("app/core.1234", MEBI)
        .file("app/.env", "AWS_SECRET_ACCESS_KEY=" + "q".repeat(40) + "\n")
        .file(
            "root/.ssh/id_rsa",
            "-----BEGIN RSA PRIVATE KEY-----\n"
                + "MIIE".repeat(40)
                + "\n-----END RSA PRIVATE KEY-----\n")
        .noise("usr/local/bin/helper", 20 * KIBI)
        .mode(04755);
  }
}
