/// What is asked of images.
///
/// All policies that match an image must admit it. Each rule of a policy has its enforcement:
/// Enforce refuses, Warn admits with a warning, Audit admits and records. What cannot be decided
/// is *undetermined*: the policy says by cause what then happens, never harder than the
/// enforcement of the rule that needed the answer.
@NullMarked
package dev.plimsoll.policy;

import org.jspecify.annotations.NullMarked;
