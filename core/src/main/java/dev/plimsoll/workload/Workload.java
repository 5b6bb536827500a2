package dev.plimsoll.workload;

/// An object that runs containers, as far as judging goes: what it is called, whether it is going
/// away, the template of its Pods, and that template's own text.
public record Workload(String name, boolean beingDeleted, PodTemplate template, JsonSlice text) {}
