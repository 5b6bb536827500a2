/// Which package owns a file, by the package databases that a layer carries.
///
/// A database is read in every layer that holds it. It speaks for the files of its own layer and
/// of those above, until a later layer changes or removes it; for files below only where no
/// database of theirs speaks. So files of a layer keep their owner though a later layer deletes
/// the database.
@NullMarked
package dev.plimsoll.packages;

import org.jspecify.annotations.NullMarked;
