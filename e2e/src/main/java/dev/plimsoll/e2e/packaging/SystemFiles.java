package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.SourceTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the image has of a Debian: the C library, ISA-L, certificate authorities, who it is; no
/// shell, no package manager, no other program.
///
/// Time zones are not there: Java brings its own.
record SystemFiles(Map<String, DebianPackage> packages, Architecture architecture) {
  static final int USER = 65532;
  private static final List<String> PACKAGES =
      List.of("base-files", "ca-certificates", "libc6", "libisal2");
  private static final List<String> LIBC =
      List.of(
          "libc.so.6",
          "libdl.so.2",
          "libm.so.6",
          "libnss_dns.so.2",
          "libnss_files.so.2",
          "libpthread.so.0",
          "libresolv.so.2",
          "librt.so.1");
  private static final String AUTHORITIES = "usr/share/ca-certificates/mozilla";

  /// Takes the packages from where this machine takes its own.
  static SystemFiles download(Architecture architecture, Path work) {
    List<String> command = new ArrayList<>();
    command.add(SourceTree.root().resolve("e2e/packaging/debs.sh").toString());
    command.add(architecture.label());
    command.addAll(PACKAGES);
    Map<String, DebianPackage> packages = new TreeMap<>();
    Command.run(command)
        .lines()
        .map(deb -> DebianPackage.unpack(Path.of(deb), work.resolve("debian")))
        .forEach(one -> packages.put(one.name(), one));
    return new SystemFiles(packages, architecture);
  }

  FileTree tree() {
    FileTree tree = new FileTree();
    String libraries = "lib/" + architecture.triplet() + "/";
    one("libc6")
        .install(
            tree,
            Stream.concat(
                    LIBC.stream().map(name -> libraries + name), Stream.of(architecture.loader()))
                .toList());
    one("libisal2").install(tree, List.of("usr/" + libraries + "libisal.so.2"));
    one("base-files").install(tree, List.of("usr/lib/os-release", "etc/debian_version"));
    one("ca-certificates").install(tree, List.of());
    return tree.link("etc/os-release", "../usr/lib/os-release")
        .text("etc/ssl/certs/ca-certificates.crt", authorities())
        .text("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
        .text(
            "etc/passwd",
            """
            root:x:0:0:root:/:/sbin/nologin
            nonroot:x:%1$d:%1$d:nonroot:/:/sbin/nologin
            """
                .formatted(USER))
        .text("etc/group", "root:x:0:\nnonroot:x:%d:\n".formatted(USER))
        .folder("tmp", 01777);
  }

  /// The packages and their versions, as a build's instruction would name them.
  String instruction() {
    return "COPY "
        + String.join(
            " ", packages.values().stream().map(p -> p.name() + "=" + p.version()).toList())
        + " /";
  }

  /// One file of all authorities, as update-ca-certificates makes it.
  private String authorities() {
    DebianPackage certificates = one("ca-certificates");
    StringBuilder all = new StringBuilder();
    for (String path : certificates.below(AUTHORITIES)) {
      String pem = certificates.text(path);
      all.append(pem).append(pem.endsWith("\n") ? "" : "\n");
    }
    return all.toString();
  }

  private DebianPackage one(String name) {
    return java.util.Objects.requireNonNull(packages.get(name), name);
  }
}
