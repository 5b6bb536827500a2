/// What the programs and libraries of an image need to run, as their own first bytes tell: the
/// interpreter of a script, the loader and the libraries of an ELF file (System V ABI, chapters
/// 4 and 5).
///
/// Files stream past once, from front to end, and only a little of each is looked at; what would
/// take more leaves an [Elf] that says it is not complete.
@NullMarked
package dev.plimsoll.facts.program;

import org.jspecify.annotations.NullMarked;
