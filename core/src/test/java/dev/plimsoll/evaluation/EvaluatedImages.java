package dev.plimsoll.evaluation;

import static dev.plimsoll.facts.FactsBuilder.image;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import dev.plimsoll.verdict.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Small and big images, and policies that judge them.
class EvaluatedImages {
  static final ContainerContext CONTAINER = new ContainerContext("web", null);
  static final Unknown PENDING = new Unknown(Cause.SCAN_PENDING, "being read");

  final Evaluator evaluator = new Evaluator(Measurements.ON_THE_SPOT);

  Verdict evaluate(Policy policy, Inspection image, @Nullable Long runAsUser) {
    return evaluator.evaluate(
        List.of(policy), List.of(image), new ContainerContext("web", runAsUser));
  }

  Verdict judge(Policy policy, Inspection... inspections) {
    return evaluator.evaluate(List.of(policy), List.of(inspections), CONTAINER);
  }

  static Inspection read(Facts facts) {
    return new Inspected(facts);
  }

  static Facts small() {
    return image().debian().layer(20, "COPY").user("7").facts();
  }

  static Facts big() {
    return image()
        .layer(600, "RUN apt-get install gcc")
        .files(FileClass.COMPILER, "gcc-12", 50, "/usr/bin/gcc-12")
        .facts();
  }

  static Policy policy(Enforcement enforcement) {
    return policy(enforcement, Map.of(Cause.SCAN_PENDING, UndeterminedAction.DENY));
  }

  static Policy policy(Enforcement enforcement, Map<Cause, UndeterminedAction> open) {
    return policy("shop/load-line", enforcement, open);
  }

  static Policy policy(String name, Enforcement enforcement, Map<Cause, UndeterminedAction> open) {
    return new Policy(
        name,
        ImageMatch.EVERYTHING,
        List.of(
            new RuleSetting<>(
                new PullSize(), new PullSize.Parameters(Bytes.ofMebi(150)), enforcement),
            new RuleSetting<>(new RootUser(), new RootUser.Parameters(), enforcement),
            new RuleSetting<>(new Compiler(), new Compiler.Parameters(List.of()), enforcement)),
        open,
        List.of());
  }
}
