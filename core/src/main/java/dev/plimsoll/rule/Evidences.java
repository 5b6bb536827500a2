package dev.plimsoll.rule;

import static java.util.stream.Collectors.joining;

import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Finding.Evidence;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// How file groups become evidence, and how evidence is named in a few words.
public final class Evidences {
  private static final int NAMED = 3;
  private static final Comparator<Evidence> LARGEST_FIRST =
      Comparator.comparing(Evidence::bytes).reversed().thenComparing(Evidence::subject);

  private Evidences() {}

  /// By the package that owns the files, else by the largest of them; largest first, in bytes on
  /// disk.
  public static List<Evidence> byOwner(Collection<FileGroup> groups) {
    return by(groups, Evidences::owner);
  }

  /// By what the files are; largest first, in bytes on disk.
  public static List<Evidence> byClass(Collection<FileGroup> groups) {
    return by(groups, group -> group.fileClass().plural());
  }

  /// By whatever names a group; largest first, in bytes on disk.
  public static List<Evidence> by(
      Collection<FileGroup> groups, Function<FileGroup, String> subject) {
    Map<String, Bytes> bytes = new HashMap<>();
    groups.forEach(group -> bytes.merge(subject.apply(group), group.disk(), Bytes::plus));
    return bytes.entrySet().stream()
        .map(e -> new Evidence(e.getKey(), e.getValue()))
        .sorted(LARGEST_FIRST)
        .toList();
  }

  /// The package that owns a group's files, else the path of the largest of them.
  public static String owner(FileGroup group) {
    return group.owner() != null ? group.owner().name() : largest(group);
  }

  /// The path of a group's largest file.
  public static String largest(FileGroup group) {
    return group.largest().stream().findFirst().map(SizedPath::path).orElse("files of no package");
  }

  /// The first few subjects, and how many more there are.
  public static String names(List<Evidence> evidence) {
    String first = evidence.stream().limit(NAMED).map(Evidence::subject).collect(joining(", "));
    return evidence.size() <= NAMED ? first : first + " and " + (evidence.size() - NAMED) + " more";
  }
}
