/// The connections that the API server holds on to.
///
/// It sends all its reviews over one HTTP/2 connection and keeps that until it ends. So the
/// operator ends each after a while, that new replicas get their share, and all of them before it
/// stops, that no review meets a closed door. HTTP/2 has a way of ending a connection that loses
/// nothing (GOAWAY, RFC 9113 section 6.8).
@NullMarked
package dev.plimsoll.operator.connection;

import org.jspecify.annotations.NullMarked;
