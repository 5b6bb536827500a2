/// How a run's findings are written down: for people in a terminal or a pull request, and for
/// programs as JSON, SARIF and JUnit.
///
/// What violations say is worded by the core, so that a refusal in the cluster reads the same.
@NullMarked
package dev.plimsoll.cli.report;

import org.jspecify.annotations.NullMarked;
