package dev.plimsoll.operator.audit;

import dev.plimsoll.operator.running.RunningImage;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.verdict.Verdict;

/// The verdict of one policy on one container of a workload.
record Judged(Policy policy, Unit unit, RunningImage image, Verdict verdict) {}
