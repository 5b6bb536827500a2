package dev.plimsoll.packages.language;

import java.util.ArrayList;
import java.util.List;

/// Paths as texts, as files of package managers write them.
final class Paths {
  private Paths() {}

  /// The directory that a path is in, without a slash at its end.
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "" : path.substring(0, slash);
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// A path as seen from a directory, without `.` and `..`.
  static String resolve(String directory, String path) {
    List<String> steps = new ArrayList<>();
    String whole = path.startsWith("/") ? path : directory + "/" + path;
    for (String step : whole.split("/", -1)) {
      if (step.equals("..")) {
        if (!steps.isEmpty()) {
          steps.removeLast();
        }
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    return "/" + String.join("/", steps);
  }

  /// An address fit to be shown: without who asks and with what.
  static String withoutSecrets(String url) {
    String bare = url.replaceFirst("//[^/@]*@", "//");
    int query = bare.indexOf('?');
    return query < 0 ? bare : bare.substring(0, query);
  }
}
