package dev.plimsoll.operator.admission;

/// An object that runs containers, as read from a review: what it is called, whether it is going
/// away, the template of its Pods, and that template's own text.
record WorkloadObject(String name, boolean beingDeleted, PodTemplate template, JsonSlice text) {}
