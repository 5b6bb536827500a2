/// What runs containers: the kinds of workload there are, and which containers of which images an
/// object of them runs.
///
/// Objects are read from their JSON field by field: only labels, containers, images and users
/// matter, and a review on the way to its answer has no time for more. Webhook and command line
/// read them alike.
@NullMarked
package dev.plimsoll.workload;

import org.jspecify.annotations.NullMarked;
