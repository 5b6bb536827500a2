package dev.plimsoll.cli.judging;

import dev.plimsoll.image.Platform;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Violation;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What breaks rules in one image, by what it is called there: tools, files, variables.
///
/// Of rules on sizes, bases, caches and names of images only whether they are broken counts:
/// what they point to differs from build to build without anything being new.
record Breaches(Map<Broken, Set<String>> subjects, Set<Open> open) {
  private static final Set<Family> WITHOUT_NAMES =
      EnumSet.of(Family.SIZE, Family.BASE, Family.CACHES, Family.BUILD_PRACTICE, Family.REFERENCE);
  private static final String PACKAGE_COUNT = "package-count";

  /// A rule of a policy that is broken on a platform; none where the image's name alone decides.
  private record Broken(String policy, String rule, @Nullable Platform platform) {
    static Broken of(Violation violation) {
      return new Broken(violation.policy(), violation.rule(), violation.platform());
    }
  }

  /// A rule of a policy that nobody could judge.
  private record Open(String policy, String rule) {}

  static Breaches of(ImageVerdict image) {
    Map<Broken, Set<String>> subjects = new HashMap<>();
    for (Violation violation : image.verdict().violations()) {
      subjects
          .computeIfAbsent(Broken.of(violation), _ -> new HashSet<>())
          .addAll(subjectsOf(violation));
    }
    Set<Open> open = new HashSet<>();
    for (UndecidedRules undecided : image.verdict().undecided()) {
      undecided.rules().forEach(rule -> open.add(new Open(undecided.policy(), rule)));
    }
    return new Breaches(subjects, open);
  }

  /// Whether the rule was judged here too, and of what breaks it there something is not here.
  boolean lackSomeOf(Violation there) {
    return isJudged(there) && !here(there).containsAll(subjectsOf(there));
  }

  /// Whether the rule was judged here too, and nothing of what breaks it there is here.
  boolean lackAllOf(Violation there) {
    return isJudged(there) && subjectsOf(there).stream().noneMatch(here(there)::contains);
  }

  private boolean isJudged(Violation there) {
    return !open.contains(new Open(there.policy(), there.rule()));
  }

  private Set<String> here(Violation there) {
    return subjects.getOrDefault(Broken.of(there), Set.of());
  }

  private static List<String> subjectsOf(Violation violation) {
    List<Evidence> evidence = violation.finding().evidence();
    boolean named =
        !evidence.isEmpty()
            && !violation.rule().equals(PACKAGE_COUNT)
            && Catalogue.rule(violation.rule())
                .filter(rule -> WITHOUT_NAMES.contains(rule.description().family()))
                .isEmpty();
    return named ? evidence.stream().map(Evidence::subject).distinct().toList() : List.of("");
  }
}
