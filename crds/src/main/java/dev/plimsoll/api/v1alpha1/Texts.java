package dev.plimsoll.api.v1alpha1;

/// What several fields of the API say alike.
final class Texts {
  static final String ENFORCEMENT =
      "What happens on a violation: Enforce (the default) refuses the workload, Warn admits it with"
          + " a warning, Audit only records it here and in the metrics. Each rule may set its own.";

  static final String PROFILE =
      "A documented set of rules to start from; those under rules add to it and override it."
          + " Baseline: what every image in production can comply with. Strict: nothing but the"
          + " application and what it needs. Distroless: no operating system's tools. None (the"
          + " default): no rule but those below. docs/rules/profiles.md lists them.";

  static final String WHEN_UNDETERMINED =
      "What happens where an image could not be judged, by cause: Allow, Warn or Deny; never harder"
          + " than the enforcement of the rule that needed to know.";

  static final String ALREADY_RUNNING =
      "What becomes of images that ran before a rule of the policy began to refuse them. Tolerate"
          + " (the default): the operator records them first, in a Baseline in the namespace, and the"
          + " rule only warns there until that is done; they may start again as long as they are no"
          + " worse. Refuse: they are refused like all others when they start again.";

  static final String TOLERATE_UNTIL =
      "When toleration of what ran before ends, such as 2027-03-31T00:00:00Z. Default: never.";

  static final String KNOWN_BASES =
      "References of base images, such as docker.io/library/debian:12, whose layers are to be"
          + " recognised beneath the images that are judged. They are looked up hourly and serve"
          + " every policy of the cluster.";

  static final String PROMOTED_FROM =
      "Where an image must have run before, by its digest: in a namespace with these labels, such"
          + " as staging's. An image that nobody has seen run anywhere is undetermined (notStated)."
          + " Default: nowhere.";

  static final String RULES =
      "The rules, as <family>.<rule>. A rule that is present is on, if only as {}; one that is"
          + " absent is as the profile says. Mind the braces: a key without a value is null, which"
          + " kubectl apply drops silently where other rules stand beside it.";

  static final String ENFORCEMENT_OF_A_RULE =
      "What happens on a violation of this rule: Enforce refuses the workload, Warn admits it with a"
          + " warning, Audit only records, Disabled leaves the rule out though the profile has it."
          + " Default: spec.enforcement.";

  static final String GLOBS =
      "Globs over registry/repository, such as registry.example.com/team/**. * stays within one"
          + " path segment, ** crosses them. What names no registry is docker.io/..., an official"
          + " image docker.io/library/.... A glob may end in :tag; a digest is no part of it.";

  /// A quantity of bytes above zero, as [dev.plimsoll.image.Bytes#parse] reads it: neither
  /// `150m`, which would be a fraction of a byte, nor `150MB`.
  static final String IS_SIZE_IN_WORDS =
      "self.matches('^[0-9]{1,15}([.][0-9]{1,9})?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$')"
          + " && self.matches('[1-9]')";

  static final String WRITE_A_SIZE = "write a size above zero, such as 150Mi or 1.5Gi";

  static final String NAME_A_RULE =
      "the policy names no rule; write spec.profile: Baseline, or a rule under spec.rules such as"
          + " user: {rootUser: {}}";

  private Texts() {}
}
