/// RPM's package database in the three forms it has had, read from their bytes.
///
/// Each keeps one *header* per package under a number: `rpmdb.sqlite` in the table `Packages`
/// (SQLite's file format, a table b-tree with overflow pages), `Packages.db` in RPM's own format
/// (a table of slots, blobs in blocks of 16 bytes), `Packages` in a hash of Berkeley DB. A header
/// is a list of tags with offsets into a store of values (RPM's `lib/header.c`, all numbers
/// big-endian).
///
/// Such a database is many times as large as what it tells here, most of it checksums, change logs
/// and indexes. So it is read once, as its layer is, and boiled down to an [RpmEssence].
///
/// Nothing in a database is believed: every offset is checked, every page is read once, so a
/// chain of pages that turns back on itself ends the reading.
@NullMarked
package dev.plimsoll.packages.rpm;

import org.jspecify.annotations.NullMarked;
