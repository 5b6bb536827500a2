/// Images in a registry, read over the distribution specification's HTTP API.
///
/// Manners: a `GET` of a tag for an image never seen (it brings digest and body at once), a
/// `HEAD` to ask again; one connection pool; tokens kept, and the next repository's fetched
/// without being refused first; one retry in one place ([RegistryClient]) that asks only whether
/// a failure is temporary and waits as `Retry-After` says.
///
/// Each host has a gate ([dev.plimsoll.registry.pace]): so many requests a second, and none for a
/// while after it failed several times in a row.
///
/// Mirrors are asked before the registry that they mirror, by digest, or by tag too where they
/// are trusted with that. Whatever a mirror does, the registry itself is asked next; a silent one
/// costs half of the time at most. Credentials of one are never given to the other. A layer that
/// turns out wrong at its end, after a mirror began to send it, is not fetched again.
///
/// Trust: nothing of what a registry says is. Where a request may go is decided in one place
/// ([AddressRules]), for redirects and token services too; credentials go to the origin that
/// asked for them; bodies are digest-checked and capped; no error shows a body, a credential or
/// a query.
///
/// Time: every call ends with its deadline, whether in a name lookup, a connection attempt,
/// headers or body, and leaves no connection behind ([BodyStream]).
///
/// Only the wiring of an application sees this package; everything else reads through
/// [dev.plimsoll.image.ImageSource].
@NullMarked
package dev.plimsoll.registry;

import org.jspecify.annotations.NullMarked;
