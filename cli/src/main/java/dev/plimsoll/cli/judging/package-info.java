/// What the command line finds out: images with their verdicts, alone or as workloads run them.
///
/// The verdicts are the core's. What a cluster knows and a file does not is listed in `lacking`,
/// never guessed in silence.
@NullMarked
package dev.plimsoll.cli.judging;

import org.jspecify.annotations.NullMarked;
