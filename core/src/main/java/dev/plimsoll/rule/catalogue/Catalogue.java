package dev.plimsoll.rule.catalogue;

import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.base.NonSlimBase;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import java.util.List;

/// The rules there are, in the order in which they are reported.
public final class Catalogue {
  /// Rises whenever a rule comes, or what a rule finds in the same image changes.
  public static final String VERSION = "1";

  private static final List<Rule<?>> RULES =
      List.of(new PullSize(), new RootUser(), new NonSlimBase(), new Compiler());

  private Catalogue() {}

  public static List<Rule<?>> rules() {
    return RULES;
  }
}
