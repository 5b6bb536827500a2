package dev.plimsoll.cli.judging;

import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import java.util.List;

/// Words that several formats share.
public final class Words {
  private Words() {}

  public static String verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Admitted _ -> "Admitted";
      case Verdict.Denied _ -> "Denied";
      case Verdict.Undetermined _ -> "Undetermined";
    };
  }

  /// As policies write it.
  public static String enforcement(Enforcement enforcement) {
    return switch (enforcement) {
      case ENFORCE -> "Enforce";
      case WARN -> "Warn";
      case AUDIT -> "Audit";
    };
  }

  /// As policies write it.
  public static String action(UndeterminedAction action) {
    return switch (action) {
      case ALLOW -> "Allow";
      case WARN -> "Warn";
      case DENY -> "Deny";
    };
  }

  public static String count(ImageVerdict image) {
    List<Enforcement> modes =
        image.verdict().violations().stream().map(v -> v.enforcement()).toList();
    if (modes.isEmpty()) {
      return "no violations";
    }
    long enforced = modes.stream().filter(mode -> mode == Enforcement.ENFORCE).count();
    String all = counted(modes.size(), "violation", "violations");
    return enforced == modes.size() ? all : all + ", " + enforced + " of them enforced,";
  }

  /// ` on linux/arm64` where the image was judged for several platforms.
  public static String platform(Violation violation, ImageVerdict image) {
    return image.inspections().size() > 1 ? " on " + violation.platform() : "";
  }

  public static String policies(ImageVerdict image) {
    return switch (image.policies().size()) {
      case 0 -> "no policy: none is about this image";
      case 1 ->
          image.policies().getFirst().startsWith("profile ")
              ? image.policies().getFirst()
              : "policy " + image.policies().getFirst();
      default -> "policies " + String.join(", ", image.policies());
    };
  }

  public static String counted(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
