/// A replica that has only just started asks itself for reviews, so that it answers others fast.
///
/// Java is slow until it has run what it is to run, and a replica that nobody asks stays so: API
/// servers keep to the connections that they have, so that a new one is idle until another ends,
/// when all come to it at once (ADR 0039).
@NullMarked
package dev.plimsoll.operator.rehearsal;

import org.jspecify.annotations.NullMarked;
