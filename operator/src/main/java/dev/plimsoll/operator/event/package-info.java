/// Kubernetes Events: what the operator has to say to whoever looks at an object.
///
/// Written by the leader alone and never on the request path. One that cannot be written is
/// logged and let go: an Event tells what happened, nothing hangs on it.
@NullMarked
package dev.plimsoll.operator.event;

import org.jspecify.annotations.NullMarked;
