package dev.plimsoll.rule.user;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.HistoryLines;
import dev.plimsoll.rule.RuleDescription;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The user that an image's config declares: `declared` as written, `name` without its group.
/// Blanks belong to the name, as they do for runtimes.
record DeclaredUser(String declared, String name) {
  /// As the kubelet and runtimes read one: with a sign, and of any length.
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+");

  private static final long UIDS = 1L << 32;

  static DeclaredUser of(Facts facts) {
    return new DeclaredUser(facts.config().user());
  }

  DeclaredUser(String declared) {
    this(declared, nameIn(declared));
  }

  private static String nameIn(String declared) {
    int colon = declared.indexOf(':');
    return colon < 0 ? declared : declared.substring(0, colon);
  }

  /// Whether no name needs looking up: a number, or nothing, which is root.
  boolean isNumeric() {
    return name.isEmpty() || NUMBER.matcher(name).matches();
  }

  /// Whether it is root by itself, without looking into any file.
  boolean isRoot() {
    Long uid = uidByItself();
    return uid != null && uid == 0;
  }

  /// The uid where the declaration alone tells it, null where it names a user of the image.
  @Nullable Long uidByItself() {
    if (name.isEmpty() || name.equals("root")) {
      return 0L;
    }
    return NUMBER.matcher(name).matches() ? numbered() : null;
  }

  /// Runtimes before containerd 2.0.4 lose what is beyond 32 bits (CVE-2024-40635), so that
  /// 4294967296 is root. Later ones look what is not between 0 and 2147483647 up as a name.
  private @Nullable Long numbered() {
    long number = saturated();
    if (number >= 0 && number <= Integer.MAX_VALUE) {
      return number;
    }
    return number % UIDS == 0 ? 0L : null;
  }

  /// A number beyond 64 bits is no number for a runtime; the largest is one that no uid is.
  private long saturated() {
    try {
      return Long.parseLong(name);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE;
    }
  }

  /// The uid, by the image's `/etc/passwd` where the declaration alone does not tell it; null
  /// where that does not either.
  @Nullable Long uidIn(@Nullable FileFacts files) {
    Long uid = uidByItself();
    if (uid != null || files == null || files.users() == null) {
      return uid;
    }
    Long named = files.users().get(name);
    return named != null ? named : uidBeyond();
  }

  /// What runtimes that look no such number up make of one too large.
  private @Nullable Long uidBeyond() {
    if (!NUMBER.matcher(name).matches()) {
      return null;
    }
    long number = saturated();
    return number > 0 && number != Long.MAX_VALUE ? number % UIDS : null;
  }

  /// What a rule finds of it, with the instruction that set it.
  Finding finding(RuleDescription rule, Facts facts) {
    return Finding.of(
            rule,
            new Measure.User(declared, uidIn(facts.files().orElse(null))),
            declared.isEmpty() ? "the image sets no USER" : "the image sets USER " + declared)
        .blaming(HistoryLines.lastThatSets(facts.config(), "USER"));
  }

  /// What a rule finds where the workload says who runs it, whoever the image declares.
  static Optional<Finding> overriddenBy(ContainerContext container, RuleDescription rule) {
    return Optional.ofNullable(container.runAsUser())
        .map(uid -> Finding.of(rule, new Measure.User("", uid), "the workload sets uid " + uid));
  }

  /// Why nobody can tell the uid of a user that `/etc/passwd` does not have.
  static Unknown unknownUid(String declared) {
    return new Unknown(
        Cause.NOT_STATED,
        "the image's /etc/passwd does not say which uid USER "
            + declared
            + " has; write the uid in USER, or set securityContext.runAsUser");
  }
}
