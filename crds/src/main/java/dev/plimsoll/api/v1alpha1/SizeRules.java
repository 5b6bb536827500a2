package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// The rules of the family `size`.
public record SizeRules(
    @JsonPropertyDescription(
            "Rule pull-size: what a node downloads for the image, the sum of its compressed layers,"
                + " is no more than max.")
        @Nullable PullSize pullSize) {

  static final SizeRules NONE = new SizeRules(null);

  /// The limit on what a node downloads.
  public record PullSize(
      @JsonPropertyDescription(
              "The largest pull size (compressed) that is allowed, such as 150Mi or 1.5Gi. Needed:"
                  + " there is no default.")
          @Required
          @SchemaFrom(type = Quantity.class)
          @ValidationRule(value = Texts.IS_SIZE, message = Texts.WRITE_A_SIZE)
          String max,
      @JsonPropertyDescription(Texts.ENFORCEMENT_OF_A_RULE) @Nullable RuleMode enforcement)
      implements RuleField {}
}
