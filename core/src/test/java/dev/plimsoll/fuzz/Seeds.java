package dev.plimsoll.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.packages.WrittenDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What fuzzing starts from: good inputs of every kind, and those that once broke a parser,
/// which are kept in the tree.
final class Seeds {
  private static final Path KEPT = Path.of("src/test/resources/dev/plimsoll/fuzz");

  private Seeds() {}

  static List<byte[]> of(FuzzTarget target) {
    List<byte[]> seeds = new ArrayList<>(good(target));
    seeds.addAll(kept(target));
    return seeds;
  }

  /// Inputs that were found by fuzzing.
  static List<byte[]> kept(FuzzTarget target) {
    Path directory = KEPT.resolve(target.name().toLowerCase(Locale.ROOT));
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<byte[]> inputs = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        inputs.add(Files.readAllBytes(file));
      }
      return inputs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Words that mean something to the parser.
  static List<byte[]> words(FuzzTarget target) {
    String words =
        switch (target) {
          case REFERENCE -> "docker.io / : @ sha256: localhost :5000 [::1] .. __ latest A é";
          case MANIFEST, CONFIG ->
              "{ } [ ] , : \" null true -1 1e9 \"size\": \"digest\": \"layers\": \"manifests\":"
                  + " \"config\": \"mediaType\": \"schemaVersion\": \"history\": \"User\": \\u0000";
          case LAYER ->
              "../ / ./ .wh. .wh..wh..opq ustar GNU.sparse.realsize= path= linkpath= size=-1"
                  + " 77777777777 0 1 2 5 x g L K S";
          case GZIP -> "\u001f\u008b\u0008 \u001f\u008b\u0008\u0004 \u0003\0";
          case DPKG, DPKG_DIVERSIONS, APK ->
              "Package: Status: installed Version: Depends: \n\n \n | , ( ) /a /b : P: V: F: R: Z:";
          case RPM_SQLITE, RPM_NDB, RPM_BERKELEY ->
              "RpmP BlbS SlotN \u008e\u00ad\u00e8\u0001 Packages SQLite";
        };
    return Stream.of(words.split(" ", -1)).map(word -> word.getBytes(ISO_8859_1)).toList();
  }

  /// Inputs that can be read.
  static List<byte[]> good(FuzzTarget target) {
    return switch (target) {
      case REFERENCE ->
          texts(
              "nginx",
              "registry.example.com:5000/shop/cart:1.2@sha256:" + "0123456789abcdef".repeat(4),
              "[2001:db8::1]:443/a/b__c/d-e.f:latest",
              "localhost/x");
      case MANIFEST -> List.of(image().manifest(), TestImage.indexOf(image(), image()).manifest());
      case CONFIG -> List.of(config(image()), texts("{}").getFirst());
      case LAYER -> List.of(tar(), new byte[1024], sparse());
      case GZIP -> List.of(ImageBuilder.gzip(tar()), twoMembers());
      case DPKG ->
          texts(
              """
              Package: p
              Status: install ok installed
              Priority: optional
              Installed-Size: 12
              Architecture: all
              Source: q (1.2)
              Version: 1:2-3
              Depends: libc6 (>= 2.36), awk:any | gawk
              Provides: r
              Description: of it
               more of it

              Package: essential
              Essential: yes
              Status: deinstall ok config-files
              """);
      case DPKG_DIVERSIONS -> texts("/a\n/b\np\n/usr/bin/p\n/usr/bin/q\n:\n");
      case APK -> List.of(cut(WrittenDatabases.bytes("apk-1"), 20_000));
      case RPM_SQLITE -> List.of(WrittenDatabases.bytes("rpm-sqlite-1"));
      case RPM_NDB -> List.of(WrittenDatabases.bytes("rpm-ndb-1"));
      case RPM_BERKELEY -> List.of(WrittenDatabases.bytes("rpm-bdb-2"));
    };
  }

  private static List<byte[]> texts(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
  }

  private static byte[] cut(byte[] bytes, int most) {
    return Arrays.copyOf(bytes, Math.min(bytes.length, most));
  }

  private static TestImage image() {
    return ImageBuilder.image()
        .user("app:1")
        .env("A=b")
        .label("l", "v")
        .annotation("a", "b")
        .layer("RUN x", layer -> layer.file("x", "y"))
        .emptyLayer("ENV A=b")
        .build();
  }

  private static byte[] config(TestImage image) {
    return image.blobs().get(image.config());
  }

  private static byte[] tar() {
    return LayerBuilder.layer()
        .directory("d/")
        .file("d/kept.list", "#!/bin/sh\n")
        .file("d/".repeat(60) + "long", "x")
        .symlink("l", "d")
        .symlink("loop", "loop")
        .file("loop/through", "x")
        .hardLink("h", "l")
        .file("l/through", "x")
        .whiteout("d/gone")
        .opaque("e")
        .tar();
  }

  private static byte[] sparse() {
    String records = "31 GNU.sparse.realsize=9999999\n24 GNU.sparse.name=abcd\n";
    byte[] pax = LayerBuilder.layer().file("PaxHeaders/0", records).tar();
    pax[156] = 'x';
    FuzzRun.mendChecksums(pax);
    byte[] file = LayerBuilder.layer().file("holes", "12345").tar();
    byte[] both = Arrays.copyOf(pax, 1024 + file.length);
    System.arraycopy(file, 0, both, 1024, file.length);
    return both;
  }

  private static byte[] twoMembers() {
    byte[] tar = tar();
    byte[] first = ImageBuilder.gzip(Arrays.copyOf(tar, 700));
    byte[] second = ImageBuilder.gzip(Arrays.copyOfRange(tar, 700, tar.length));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
