package dev.plimsoll.operator.metrics;

import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Enforcement;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Locale;

/// The metrics there are: what a monitoring system sees of each, and what it means.
public enum Metric {
  ADMISSION_REVIEWS(
      "plimsoll_admission_reviews_total",
      Type.COUNTER,
      "Reviews answered, by the kind of workload and the answer.",
      Label.KIND,
      Label.ANSWER),
  ADMISSION_VERDICTS(
      "plimsoll_admission_verdicts_total",
      Type.COUNTER,
      "Images judged at admission, by the kind of workload and the verdict.",
      Label.KIND,
      Label.VERDICT),
  ADMISSION_TOLERATED(
      "plimsoll_admission_tolerated_total",
      Type.COUNTER,
      "Images admitted only because they ran before a policy refused them, by the kind of workload.",
      Label.KIND),
  ADMISSION_DURATION(
      "plimsoll_admission_duration_seconds",
      Type.HISTOGRAM,
      "Time from a review's arrival to its answer."),
  UNDETERMINED(
      "plimsoll_undetermined_total",
      Type.COUNTER,
      "Images that could not be judged by every rule at admission, by each cause.",
      Label.CAUSE),
  BREAK_GLASS(
      "plimsoll_break_glass",
      Type.GAUGE,
      "Whether break-glass is on (1), so that nothing is refused, or not."),
  BREAK_GLASS_ADMISSIONS(
      "plimsoll_break_glass_admissions_total",
      Type.COUNTER,
      "Reviews that were answered with yes under break-glass and would have been refused."),
  REGISTRY_READS(
      "plimsoll_registry_reads_total",
      Type.COUNTER,
      "What was asked of registries, by what it was and how that ended; a layer is read once.",
      Label.WHAT,
      Label.RESULT),
  REGISTRY_REQUESTS(
      "plimsoll_registry_requests_total",
      Type.COUNTER,
      "Requests sent to registries and the hosts they lead to, by host and HTTP status.",
      Label.HOST,
      Label.CODE),
  CERTIFICATE_START(
      "plimsoll_webhook_certificate_start_timestamp_seconds",
      Type.GAUGE,
      "When the certificate that this replica serves with begins, in seconds since 1970."),
  CACHE_FILES(
      "plimsoll_cache_files_total",
      Type.COUNTER,
      "What became of things in plimsoll.cache.directory, where that is set.",
      Label.KEPT),
  CERTIFICATE_EXPIRY(
      "plimsoll_webhook_certificate_expiry_timestamp_seconds",
      Type.GAUGE,
      "When the certificate that this replica serves with ends, in seconds since 1970."),
  POLICIES(
      "plimsoll_policies",
      Type.GAUGE,
      "Policies, by whether they can be judged by.",
      Label.ACCEPTED),
  POLICY_IMAGES(
      "plimsoll_policy_images",
      Type.GAUGE,
      "Images that run and are matched, by the policy's name and the outcome.",
      Label.POLICY,
      Label.OUTCOME),
  POLICY_VIOLATIONS(
      "plimsoll_policy_violations",
      Type.GAUGE,
      "Violations that run, in any enforcement mode, without advice, by policy name and rule.",
      Label.POLICY,
      Label.RULE),
  NAMESPACE_VIOLATIONS(
      "plimsoll_namespace_violations",
      Type.GAUGE,
      "Violations that run, without advice, by namespace and what policies there do about them.",
      Label.NAMESPACE,
      Label.ENFORCEMENT),
  POLICY_RECLAIMABLE(
      "plimsoll_policy_reclaimable_bytes",
      Type.GAUGE,
      "Compressed bytes of layers that go when the violations are fixed, each byte of a layer once"
          + " however many images have it, by the policy's name.",
      Label.POLICY),
  BASELINES_PENDING(
      "plimsoll_baselines_pending",
      Type.GAUGE,
      "Policies in namespaces that only warn until what runs there is recorded."),
  AUDIT_TIMESTAMP(
      "plimsoll_audit_timestamp_seconds",
      Type.GAUGE,
      "When what runs was last judged, in seconds since 1970."),
  AUDIT_DURATION("plimsoll_audit_duration_seconds", Type.GAUGE, "How long the last audit took."),
  WEBHOOK_EFFECTIVE(
      "plimsoll_webhook_effective",
      Type.GAUGE,
      "Whether the API server asked Plimsoll (1) or not (0) at the last self-probe; absent where"
          + " that cannot be told."),
  VULNERABILITY_REPORTS(
      "plimsoll_vulnerability_reports",
      Type.GAUGE,
      "Vulnerability reports in the cluster, by whether they say which image they are about.",
      Label.USEFUL),
  UNJUDGED(
      "plimsoll_unjudged_containers",
      Type.GAUGE,
      "Containers that a policy refuses and that came in after it was written: while the webhook"
          + " was away, or could not tell."),
  REPORT_CLAIMS(
      "plimsoll_report_claims_total",
      Type.COUNTER,
      "Images that this replica was to read, by whose turn it was.",
      Label.TURN),
  REPORTS("plimsoll_reports", Type.GAUGE, "ImageReports in the cluster."),
  FLEET_IMAGES(
      "plimsoll_fleet_images",
      Type.GAUGE,
      "Distinct images that run and that a policy is about, as far as their layers are known."),
  FLEET_LAYERS(
      "plimsoll_fleet_layers_bytes",
      Type.GAUGE,
      "Compressed bytes of their layers, each layer once: in one image alone, or shared.",
      Label.SHARING),
  FLEET_NODES(
      "plimsoll_fleet_nodes_bytes",
      Type.GAUGE,
      "Compressed bytes of their layers, each once for every node that runs it."),
  FLEET_CONSOLIDATION(
      "plimsoll_fleet_consolidation_bytes",
      Type.GAUGE,
      "Compressed bytes of layers that go when all stand on the base that most stand on."),
  FLEET_RECLAIMABLE(
      "plimsoll_fleet_reclaimable_bytes",
      Type.GAUGE,
      "Compressed bytes of their layers that go when all violations are fixed, each byte once."),
  EXEMPTIONS("plimsoll_exemptions", Type.GAUGE, "Exemptions, by how they stand.", Label.STATE),
  EXEMPTION_EXPIRY(
      "plimsoll_exemption_expiry_timestamp_seconds",
      Type.GAUGE,
      "When an exemption that something needs ends, in seconds since 1970; the next 100 alone.",
      Label.NAMESPACE,
      Label.EXEMPTION),
  DEFINITIONS(
      "plimsoll_definitions",
      Type.GAUGE,
      "How a custom resource definition stands to this operator's release (1).",
      Label.DEFINITION,
      Label.RELEASE),
  LEADER(
      "plimsoll_leader", Type.GAUGE, "Whether this replica audits and writes status (1) or not.");

  private final String exposedName;
  private final Type type;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Label> labels;

  Metric(String exposedName, Type type, String description, Label... labels) {
    this.exposedName = exposedName;
    this.type = type;
    this.description = description;
    this.labels = List.of(labels);
  }

  /// The name as Prometheus shows it; a histogram's has `_bucket`, `_count` and `_sum` after it.
  public String exposedName() {
    return exposedName;
  }

  public Type type() {
    return type;
  }

  public String description() {
    return description;
  }

  public List<Label> labels() {
    return labels;
  }

  /// The name that Micrometer takes, which adds the unit of a timer itself.
  String meterName() {
    return type == Type.HISTOGRAM ? exposedName.replaceFirst("_seconds$", "") : exposedName;
  }

  /// How a metric behaves.
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  /// A label of a metric, and the values it takes.
  public enum Label {
    KIND("Pod, Deployment and the other kinds of workload that are judged"),
    ANSWER("allowed or refused"),
    VERDICT("admitted, denied or undetermined"),
    CAUSE("scanPending, unreachable, unauthorized, notFound, unreadable or notStated"),
    WHAT("tag, manifest, config or layer"),
    RESULT("read or failed"),
    HOST("a host that plimsoll.registries configures; all others are together (others)"),
    CODE("the HTTP status; none where no answer came"),
    KEPT("hit, miss, damaged (a miss too) or unwritten (too large, or a fault of the disk)"),
    ACCEPTED("true or false"),
    USEFUL("true or false"),
    POLICY(
        "a policy's name without its namespace; the least violated beyond 200 are together (others)"),
    OUTCOME("compliant, violating, undetermined or tolerated"),
    RULE("a rule's id"),
    ENFORCEMENT("enforce, warn or audit"),
    TURN("ours, others, or none where the API server could not tell or reports are full"),
    SHARING("own or shared"),
    STATE("honoured, unneeded, expired or not-honoured"),
    EXEMPTION("an exemption's name without its namespace"),
    DEFINITION("imagepolicies and the other definitions of ours"),
    RELEASE("missing, older, current or newer"),
    NAMESPACE("a namespace with a policy or an exemption; Prometheus needs honorLabels to keep it");

    private final String range;

    Label(String range) {
      this.range = range;
    }

    /// What values there are, for people.
    public String range() {
      return range;
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    Tag of(String value) {
      return Tag.of(key(), value);
    }
  }

  /// What a review was answered.
  enum AnswerValue {
    ALLOWED,
    REFUSED;

    Tag tag() {
      return Label.ANSWER.of(lowerCase(this));
    }
  }

  /// The outcome for an image at admission.
  enum VerdictValue {
    ADMITTED,
    DENIED,
    UNDETERMINED;

    Tag tag() {
      return Label.VERDICT.of(lowerCase(this));
    }
  }

  /// The outcome for an image that runs.
  enum OutcomeValue {
    COMPLIANT,
    VIOLATING,
    UNDETERMINED,
    TOLERATED;

    Tag tag() {
      return Label.OUTCOME.of(lowerCase(this));
    }
  }

  /// What is read from a registry.
  enum WhatValue {
    TAG,
    MANIFEST,
    CONFIG,
    LAYER;

    Tag tag() {
      return Label.WHAT.of(lowerCase(this));
    }
  }

  /// How a read ended; one that is given up half way has no end to count.
  enum ResultValue {
    READ,
    FAILED;

    Tag tag() {
      return Label.RESULT.of(lowerCase(this));
    }
  }

  /// What became of a thing in the cache directory.
  enum KeptValue {
    HIT,
    MISS,
    DAMAGED,
    UNWRITTEN;

    Tag tag() {
      return Label.KEPT.of(lowerCase(this));
    }
  }

  /// Whose turn it is to read an image.
  public enum TurnValue {
    OURS,
    OTHERS,
    NONE;

    Tag tag() {
      return Label.TURN.of(lowerCase(this));
    }
  }

  /// Whether other images have a layer too.
  enum SharingValue {
    OWN,
    SHARED;

    Tag tag() {
      return Label.SHARING.of(lowerCase(this));
    }
  }

  static Tag tag(Enforcement enforcement) {
    return Label.ENFORCEMENT.of(lowerCase(enforcement));
  }

  static Tag tag(Cause cause) {
    return Label.CAUSE.of(cause.field());
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
