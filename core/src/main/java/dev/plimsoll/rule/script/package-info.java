/// Commands of a `RUN` as they are written, to change one of them and show what changes.
///
/// [dev.plimsoll.facts.Instruction#commands] says what a `RUN` does; here its text stays as its
/// author wrote it, but for white space. What is not understood is left as it is.
@NullMarked
package dev.plimsoll.rule.script;

import org.jspecify.annotations.NullMarked;
