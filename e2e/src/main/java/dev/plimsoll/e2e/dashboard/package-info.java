/// A picture of the dashboard, drawn from what a real Prometheus answers to its queries.
@NullMarked
package dev.plimsoll.e2e.dashboard;

import org.jspecify.annotations.NullMarked;
