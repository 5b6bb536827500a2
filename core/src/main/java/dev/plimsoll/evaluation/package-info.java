/// How policies and what was found in an image come to a verdict.
///
/// It is pure: the moment of judging, what the cluster remembers and where findings are kept are
/// handed in, so that webhook, audit and command line cannot disagree.
@NullMarked
package dev.plimsoll.evaluation;

import org.jspecify.annotations.NullMarked;
