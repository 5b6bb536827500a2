/// The Quarkus application that runs in a cluster.
@NullMarked
package dev.plimsoll.operator;

import org.jspecify.annotations.NullMarked;
