/// Debian's package database, as dpkg, apt and the builders of distroless images write it.
///
/// `status` says what is installed, `info/NAME.list` (or `NAME:ARCHITECTURE.list`) which paths a
/// package owns, as they were when it was unpacked: `/lib/…` also where `/lib` leads to `/usr/lib`.
/// `extended_states` has apt's marks; what it does not name was asked for by somebody.
@NullMarked
package dev.plimsoll.packages.dpkg;

import org.jspecify.annotations.NullMarked;
