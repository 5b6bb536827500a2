/// What runs in the cluster: its Pods as far as anything here cares, the images that they run and
/// who pulls them, and how so many images are looked into.
///
/// An image that runs is known by the digest that its node reports, never by what a tag says by
/// now. The audit judges it, and baselines record it.
@NullMarked
package dev.plimsoll.operator.running;

import org.jspecify.annotations.NullMarked;
