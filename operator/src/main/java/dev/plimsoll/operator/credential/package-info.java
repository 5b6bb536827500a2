/// What Pods pull their images with: Secrets and service accounts, read from the API server one
/// by one and only when a registry is about to be asked.
///
/// A Secret serves the namespace that it lies in and no other. Nothing of one is logged or
/// shown but its name, its type, and the registries that it is for.
@NullMarked
package dev.plimsoll.operator.credential;

import org.jspecify.annotations.NullMarked;
