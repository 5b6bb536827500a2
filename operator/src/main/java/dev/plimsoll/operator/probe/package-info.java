/// Whether the API server asks Plimsoll at all.
///
/// A webhook fails silently: under `failurePolicy: Ignore` a certificate that is not trusted, a
/// network that lets nothing through or a configuration that somebody took away look like a
/// cluster without violations. So each replica does what a user would: it creates a Pod, as a
/// dry run, in a namespace where every Pod is refused, and sees whether it is.
@NullMarked
package dev.plimsoll.operator.probe;

import org.jspecify.annotations.NullMarked;
