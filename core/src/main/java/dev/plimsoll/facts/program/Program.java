package dev.plimsoll.facts.program;

import dev.plimsoll.packages.PackageName;
import org.jspecify.annotations.Nullable;

/// An ELF file of the final tree that no package of an operating system owns.
///
/// `loaderMissing` is whether the final tree lacks the loader that it asks for, so that it cannot
/// start.
public record Program(
    String path, int layer, @Nullable PackageName owner, Elf elf, boolean loaderMissing) {}
