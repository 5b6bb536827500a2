package dev.plimsoll.packages;

/// A package as one database, in one layer's copy, records it: from the layer `from` until
/// before the layer `until`, or to the end where that is 0.
///
/// `entry` is the database's. `location` tells apart packages of the same name that are
/// installed beside each other.
public record Sighting(PackageRecord record, String location, int entry, int from, int until) {}
