/// The operator as it serves: the whole application over TLS, with a mocked API server and real
/// HTTP registries that behave or misbehave.
@NullMarked
package dev.plimsoll.operator.served;

import org.jspecify.annotations.NullMarked;
