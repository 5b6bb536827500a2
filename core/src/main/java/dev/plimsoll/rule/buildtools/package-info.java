/// Rules about tools that build software and have no work to do where it runs.
@NullMarked
package dev.plimsoll.rule.buildtools;

import org.jspecify.annotations.NullMarked;
