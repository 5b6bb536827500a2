package dev.plimsoll.e2e.packaging;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the image has of a Debian: the C library, ISA-L, certificate authorities, who it is; no
/// shell, no package manager, no other program.
///
/// Time zones are not there: Java brings its own.
record SystemFiles(
    Map<String, DebianPackage> packages, SortedSet<String> libraries, Architecture architecture) {
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

  /// What Java may need beside the C library, by the package that has it.
  private static final Map<String, String> LIBRARIES =
      Map.of("libgcc_s.so.1", "libgcc-s1", "libstdc++.so.6", "libstdc++6", "libz.so.1", "zlib1g");

  /// Takes the packages from where this machine takes its own.
  ///
  /// @param needed the shared libraries that Java asks for
  static SystemFiles download(Architecture architecture, Set<String> needed, Path work) {
    SortedSet<String> libraries = new TreeSet<>(needed);
    LIBC.forEach(libraries::remove);
    libraries.remove(architecture.loader().replaceFirst(".*/", ""));
    List<String> names = new ArrayList<>(PACKAGES);
    libraries.forEach(library -> names.add(packageOf(library)));
    Map<String, DebianPackage> packages = new TreeMap<>(unpack(architecture, names, work));
    Set<String> documented =
        packages.values().stream()
            .map(DebianPackage::documentedBy)
            .filter(name -> !packages.containsKey(name))
            .collect(toCollection(TreeSet::new));
    if (!documented.isEmpty()) {
      packages.putAll(unpack(architecture, documented, work));
    }
    return new SystemFiles(packages, libraries, architecture);
  }

  private static String packageOf(String library) {
    String name = LIBRARIES.get(library);
    if (name == null) {
      throw new PartsException(
          "Java needs %s, and which package has it is not known: name it in SystemFiles."
              .formatted(library));
    }
    return name;
  }

  private static Map<String, DebianPackage> unpack(
      Architecture architecture, Collection<String> names, Path work) {
    List<String> command = new ArrayList<>();
    command.add(SourceTree.root().resolve("e2e/packaging/debs.sh").toString());
    command.add(architecture.label());
    command.addAll(names);
    return Command.run(command)
        .lines()
        .map(deb -> DebianPackage.unpack(Path.of(deb), work.resolve("debian")))
        .collect(toMap(DebianPackage::name, one -> one));
  }

  FileTree tree() {
    FileTree tree = new FileTree();
    String folder = "lib/" + architecture.triplet() + "/";
    DebianPackage libc = one("libc6");
    libc.install(
        tree,
        Stream.concat(LIBC.stream().map(name -> folder + name), Stream.of(architecture.loader()))
            .map(libc::at)
            .toList());
    if (libc.at(architecture.loader()).startsWith("usr/")) {
      String top = architecture.loader().replaceFirst("/.*", "");
      tree.link(top, "usr/" + top); // where programs look for the loader
    }
    Map<String, List<String>> others = new TreeMap<>();
    packages.keySet().forEach(name -> others.put(name, new ArrayList<>()));
    others.remove("libc6");
    others.get("libisal2").add("usr/" + folder + "libisal.so.2");
    others.get("base-files").addAll(List.of("usr/lib/os-release", "etc/debian_version"));
    for (String library : libraries) {
      String name = packageOf(library);
      others.get(name).add(one(name).at(folder + library));
    }
    others.forEach((name, files) -> one(name).install(tree, files));
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

  /// Which release the packages are of.
  Distribution distribution() {
    return Distribution.of(one("base-files").text("usr/lib/os-release"));
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
