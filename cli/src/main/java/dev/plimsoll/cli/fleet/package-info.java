/// What the images of a cluster weigh together, from its ImageReports and the Pods that run them.
@NullMarked
package dev.plimsoll.cli.fleet;

import org.jspecify.annotations.NullMarked;
