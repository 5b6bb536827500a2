/// The packaged operator against real parts: a Kubernetes API server, a registry, images.
///
/// What starts and stops those parts lies here and not among the tests, because the demo and the
/// benchmarks use it too.
@NullMarked
package dev.plimsoll.e2e;

import org.jspecify.annotations.NullMarked;
