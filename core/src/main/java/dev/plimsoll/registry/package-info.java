/// Images in a registry, read over the distribution specification's HTTP API.
///
/// Manners: `HEAD` before `GET`, one connection pool, one retry in one place that asks only
/// whether a failure is temporary, credentials to the host that asked for them alone. Only the
/// wiring of an application sees this package; everything else reads through
/// [dev.plimsoll.image.ImageSource].
@NullMarked
package dev.plimsoll.registry;

import org.jspecify.annotations.NullMarked;
