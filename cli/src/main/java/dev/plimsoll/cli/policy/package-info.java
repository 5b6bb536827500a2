/// Policies as the command line has them: from files, or a profile by name. They are read by the
/// same reader as the cluster's and judged by the same evaluator.
@NullMarked
package dev.plimsoll.cli.policy;

import org.jspecify.annotations.NullMarked;
