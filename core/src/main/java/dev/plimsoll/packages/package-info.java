/// Which packages layers install, keep and remove, and which package owns a file, by the package
/// databases that layers carry.
///
/// A database is read in every layer that holds it. What the copies of two layers say differently
/// is what the upper layer did: installed, replaced, removed. A database that is deleted takes no
/// package with it; what it said last counts.
///
/// A list of files speaks for those of its own layer and of those above, until a later layer
/// changes or removes it; for files below only where no list of theirs speaks. So files of a layer
/// keep their owner though a later layer deletes the database.
///
/// Databases come with the image and may be hostile: each reader bounds what it takes up and how
/// long it takes, and says in a remark what it did not understand.
@NullMarked
package dev.plimsoll.packages;

import org.jspecify.annotations.NullMarked;
