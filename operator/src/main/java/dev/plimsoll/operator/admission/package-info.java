/// What the API server asks before a workload is stored, and the answer.
///
/// A review is read no further than the images and the way they are run. Deciding is a function
/// of the review, the policies, what was found in the images, and nothing else; HTTP is around
/// it, not in it. There is an answer to every review, before the API server gives up waiting:
/// what could not be found out in time is undetermined, and the policies say what then happens.
@NullMarked
package dev.plimsoll.operator.admission;

import org.jspecify.annotations.NullMarked;
