/// The command line: the same inspector and the same evaluator as the webhook's, in a terminal or
/// a CI job.
///
/// What a command found goes to standard output, all else to standard error. A command ends in one
/// of [ExitCode]'s codes; what went wrong is said in one sentence, without a stack trace unless
/// `PLIMSOLL_DEBUG` is set.
@NullMarked
package dev.plimsoll.cli;

import org.jspecify.annotations.NullMarked;
