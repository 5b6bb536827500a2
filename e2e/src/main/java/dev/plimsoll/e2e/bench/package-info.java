/// What admission costs: the programs of `e2e/bench` run against a cluster of ours.
@NullMarked
package dev.plimsoll.e2e.bench;

import org.jspecify.annotations.NullMarked;
