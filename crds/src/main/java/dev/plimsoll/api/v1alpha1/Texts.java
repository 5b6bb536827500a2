package dev.plimsoll.api.v1alpha1;

/// What several fields of the API say alike.
final class Texts {
  static final String ENFORCEMENT_OF_A_RULE =
      "What happens on a violation of this rule: Enforce refuses the workload, Warn admits it with a"
          + " warning, Audit only records. Default: spec.enforcement.";

  /// A quantity of bytes above zero, as [dev.plimsoll.image.Bytes#parse] reads it: neither
  /// `150m`, which would be a fraction of a byte, nor `150MB`.
  static final String IS_SIZE =
      "string(self).matches('^[0-9]{1,15}([.][0-9]{1,9})?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$')"
          + " && string(self).matches('[1-9]')";

  static final String WRITE_A_SIZE = "write a size above zero, such as 150Mi or 1.5Gi";

  private Texts() {}
}
