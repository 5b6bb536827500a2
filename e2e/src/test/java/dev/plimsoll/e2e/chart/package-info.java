/// What the chart renders: from every set of values something that the API server takes, and from
/// none of its own what `config/default` has.
@NullMarked
package dev.plimsoll.e2e.chart;

import org.jspecify.annotations.NullMarked;
