/// What runs, judged again and again by the same inspector and evaluator as what wants to run.
///
/// The audit judges the digest that a node reports, never what a tag says by now. Its unit is a
/// container of a workload: however many Pods a Deployment has, its image counts once. It runs
/// on the leader alone, soon after a Pod or a policy changed and on a period, and answers only
/// the questions (this policy, this digest, this user) that are new.
@NullMarked
package dev.plimsoll.operator.audit;

import org.jspecify.annotations.NullMarked;
