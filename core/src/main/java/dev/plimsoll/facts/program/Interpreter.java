package dev.plimsoll.facts.program;

/// What runs scripts of a layer that no package of an operating system owns: a path, or a name
/// to be looked up; how many scripts, and one of them.
public record Interpreter(String program, int layer, int scripts, String example) {}
