/// The custom resources of the group `plimsoll.dev`, version `v1alpha1`, as a client reads and
/// writes them.
///
/// The definition that an API server gets is generated from these types, so a type says here
/// what `kubectl explain` teaches and what the server refuses: shapes, units, defaults, bounds.
/// Every list is bounded. A default stands twice, in the schema for the server and in the record
/// for whoever reads a file without one; a test compares the two. The fields under `spec.rules`
/// are one to one with the rules of the catalogue, which another test holds.
///
/// The API only grows. What no schema can see, [PolicyReader] finds: it turns a resource into a
/// policy to judge by, or into the list of all that is wrong with it.
@NullMarked
package dev.plimsoll.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
