/// What is asked of images, and the verdict.
///
/// All policies that match an image must admit it. Each rule of a policy has its enforcement:
/// Enforce refuses, Warn admits with a warning, Audit admits and records. A violation is a
/// violation in any of them. What cannot be decided is *undetermined*: the policy says by cause
/// what then happens, never harder than the enforcement of the rule that needed the answer. Over
/// rules and policies, Denied outweighs Undetermined outweighs Admitted.
@NullMarked
package dev.plimsoll.policy;

import org.jspecify.annotations.NullMarked;
