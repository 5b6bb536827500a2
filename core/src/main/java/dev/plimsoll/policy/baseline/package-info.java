/// What ran when a policy began to enforce, and how bad it was then.
///
/// A baseline belongs to one policy in one namespace. It holds images by manifest digest, and for
/// each the rules that it broke with the worst value of each. What breaks a rule no worse than
/// that is *tolerated*; another digest, another namespace, a rule that was not broken then, or a
/// worse value is not. Rules that judge how a container runs are tolerated only in containers that
/// run just like the recorded one.
@NullMarked
package dev.plimsoll.policy.baseline;

import org.jspecify.annotations.NullMarked;
