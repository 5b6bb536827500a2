/// The command line: the same inspector and the same evaluator as the webhook's, in a terminal
/// or a CI job. Empty until the operator's line stands.
@NullMarked
package dev.plimsoll.cli;

import org.jspecify.annotations.NullMarked;
