/// What is said of one image in one workload, and what it would weigh if that were mended.
///
/// A violation is a violation in any enforcement mode. Over rules and policies, Denied outweighs
/// Undetermined outweighs Admitted. What of a verdict is told to those whom the image is not open
/// to is decided here, since only those who know all parts of it can leave none out.
@NullMarked
package dev.plimsoll.verdict;

import org.jspecify.annotations.NullMarked;
