/// Images in a registry, read over the distribution specification's HTTP API.
///
/// Manners: a `GET` of a tag for an image never seen (it brings digest and body at once), a
/// `HEAD` to ask again; one connection pool; tokens kept, and the next repository's fetched
/// without being refused first; one retry in one place ([RegistryClient]) that asks only whether
/// a failure is temporary and waits as `Retry-After` says.
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
