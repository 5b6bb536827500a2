/// Pods that run what was judged: the tags of their images are replaced by tag and digest
/// before they are judged, so that nobody can move a tag between the verdict and the pull.
///
/// Off unless it is asked for, and never in anyone's way: what cannot be pinned stays as it is.
@NullMarked
package dev.plimsoll.operator.pinning;

import org.jspecify.annotations.NullMarked;
