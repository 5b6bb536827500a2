/// What was read once, kept in a directory so that a restart, or another process, need not read
/// it again.
///
/// Things are kept by digest, kind and version: what a digest names never changes, what is made of
/// it does with the version. A file that is damaged, cut off, of another version or another
/// thing's is a miss; it is removed and written anew. Files are written under another name and
/// then renamed, so that whoever reads sees a whole one or none, however many processes share the
/// directory. Only the user who runs the process may look into it, since it holds evidence. The
/// least recently used files go when there is no more room.
@NullMarked
package dev.plimsoll.cache;

import org.jspecify.annotations.NullMarked;
