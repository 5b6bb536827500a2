/// Documented sets of rules to start a policy from.
@NullMarked
package dev.plimsoll.policy.profile;

import org.jspecify.annotations.NullMarked;
