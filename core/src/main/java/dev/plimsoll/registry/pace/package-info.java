/// How often one host is asked, and when it is left alone: a token bucket and a circuit breaker
/// for each, of a bounded number of hosts.
///
/// The bucket holds so many requests and fills evenly; whoever comes when it is empty waits for
/// a turn, or is told at once that none comes in time. The breaker opens after a few failures in
/// a row that are the host's own (refused, dropped or unanswered connections, 502, 503, 504),
/// not after answers to one repository alone; while it is open nobody asks, then one request
/// finds out for all.
@NullMarked
package dev.plimsoll.registry.pace;

import org.jspecify.annotations.NullMarked;
