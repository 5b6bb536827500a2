package dev.plimsoll.operator.policyreport;

import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.List;
import java.util.function.Supplier;

/// A workload that runs, and what the audit found of it, put into words when somebody asks.
public record AuditedWorkload(ObjectReference workload, Supplier<List<RuleResult>> results) {}
