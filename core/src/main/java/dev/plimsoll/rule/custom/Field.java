package dev.plimsoll.rule.custom;

import dev.cel.common.types.CelType;
import dev.plimsoll.facts.Depth;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One field of a variable: its name and type in expressions, how deep the image must be read to
/// know it, what it means, and where its value comes from; none where nobody says it.
record Field<T>(
    String name, CelType type, Depth depth, String meaning, Function<T, @Nullable Object> value) {}
