/// Events about what runs and should not: on the workload that runs it and on the policy that it
/// violates.
@NullMarked
package dev.plimsoll.operator.notice;

import org.jspecify.annotations.NullMarked;
