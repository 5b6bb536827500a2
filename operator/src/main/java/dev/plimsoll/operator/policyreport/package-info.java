/// Reports in the cluster's common form, one for each workload: `openreports.io` Reports where the
/// cluster has their definition, else `wgpolicyk8s.io` PolicyReports.
///
/// A report lies in the workload's namespace and is owned by it, so that it goes with it. It says
/// what the audit found, rule by rule, and is written by the leader, on change alone. All of it
/// is switched off unless the operator is told otherwise.
@NullMarked
package dev.plimsoll.operator.policyreport;

import org.jspecify.annotations.NullMarked;
