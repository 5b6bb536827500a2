package dev.plimsoll.cli.cluster;

/// What a cluster says: by what it judges, what is known of images, and what runs.
public record Cluster(ClusterRulebook rulebook, ClusterReports reports, RunningObjects running) {}
