package dev.plimsoll.facts.secret;

import java.util.Set;

/// Which files are searched for secrets: what people put into an image and programs keep for
/// themselves, not what distributions and package registries deliver to everybody.
final class SecretPlaces {
  /// Larger texts are data; a source file or a bundle of JavaScript is not.
  private static final long LARGEST = 1 << 20;

  /// A shorter file holds no secret that has a form.
  private static final long SMALLEST = 16;

  /// Directories of what is installed from a registry, with test keys of its own.
  private static final Set<String> DELIVERED =
      Set.of(
          "node_modules",
          "site-packages",
          "dist-packages",
          "gems",
          "bower_components",
          "__pycache__",
          "testdata",
          "jspm_packages");

  /// Where distributions keep what is theirs.
  private static final String[] SYSTEM = {
    "/usr/lib/",
    "/usr/lib32/",
    "/usr/lib64/",
    "/usr/libexec/",
    "/usr/share/",
    "/usr/include/",
    "/usr/bin/",
    "/usr/sbin/",
    "/bin/",
    "/sbin/",
    "/lib/",
    "/lib64/",
    "/var/lib/dpkg/",
    "/var/lib/apt/",
    "/var/lib/rpm/",
    "/var/cache/",
    "/lib/apk/",
    "/usr/local/include/",
    "/usr/local/go/",
    "/usr/local/share/",
    "/etc/ssl/certs/",
    "/usr/src/linux",
    "/boot/",
    "/go/pkg/mod/",
    "/usr/local/cargo/",
    "/usr/local/rustup/",
    "/root/.cargo/registry/",
    "/nix/",
    "/proc/",
    "/sys/",
    "/dev/"
  };

  /// Directories among these that web servers give to everybody.
  private static final String[] SERVED = {
    "/usr/share/nginx/", "/usr/share/caddy/", "/usr/share/httpd/", "/usr/share/webapps/"
  };

  /// What ends so is no text that anybody writes secrets into, or is never read as one.
  private static final Set<String> NEVER =
      Set.of(
          "png", "jpg", "jpeg", "gif", "ico", "svg", "webp", "woff", "woff2", "ttf", "eot", "otf",
          "gz", "xz", "bz2", "zst", "zip", "jar", "war", "class", "pyc", "so", "a", "o", "dll",
          "exe", "css", "scss", "less", "map", "mo", "po", "pot", "pdf", "h", "hpp", "c", "cc",
          "cpp", "whl", "egg", "deb", "rpm", "apk", "tar", "tgz", "wasm", "d", "pyi", "min", "snap",
          "csv", "tsv", "lock", "sum", "crl", "pub", "sig");

  private SecretPlaces() {}

  static boolean areSearched(String path, long size) {
    if (size < SMALLEST || size > LARGEST) {
      return false;
    }
    if (isKeyByName(path)) {
      return !isDelivered(path)
          && !path.startsWith("/usr/share/doc/")
          && !path.startsWith("/usr/local/go/src/");
    }
    return !isSystems(path) && !NEVER.contains(extension(path)) && !isDelivered(path);
  }

  private static boolean isKeyByName(String path) {
    return path.endsWith(".pem")
        || path.endsWith(".key")
        || path.endsWith(".ppk")
        || path.contains("/.ssh/")
        || path.contains("/etc/ssh/");
  }

  private static boolean isSystems(String path) {
    if (startsWithAny(path, SYSTEM)) {
      return !startsWithAny(path, SERVED);
    }
    return path.startsWith("/usr/local/lib/")
        && (path.startsWith("python", 15) || path.startsWith("ruby", 15));
  }

  private static boolean startsWithAny(String path, String[] directories) {
    for (String directory : directories) {
      if (path.startsWith(directory)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDelivered(String path) {
    int from = 1;
    for (int slash = path.indexOf('/', from); slash > 0; slash = path.indexOf('/', from)) {
      int length = slash - from;
      if (length >= 4 && length <= 16 && DELIVERED.contains(path.substring(from, slash))) {
        return true;
      }
      from = slash + 1;
    }
    return path.startsWith("/usr/local/lib/python") || path.startsWith("/usr/lib/python");
  }

  private static String extension(String path) {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') + 1 ? path.substring(dot + 1) : "";
  }
}
