/// Images in files: OCI layouts, as a directory or a tar, and archives of `docker save`, in a
/// file or on standard input.
///
/// Nothing is unpacked: an archive's members are found once and then read where they lie; what
/// cannot be read twice (standard input, a compressed archive) is first copied to a private file
/// that has no name. As in a registry, every manifest, config and layer is checked against its
/// digest; of an old `docker save` archive, which has no manifest, one is made, whose layers have
/// their diffIDs for digests. A member whose path or link leads out of the archive, or that is
/// there twice, makes the archive unreadable, whatever else is in it.
@NullMarked
package dev.plimsoll.layout;

import org.jspecify.annotations.NullMarked;
