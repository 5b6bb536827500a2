/// The chart, as far as it can be held to the operator without rendering it.
@NullMarked
package dev.plimsoll.operator.chart;

import org.jspecify.annotations.NullMarked;
