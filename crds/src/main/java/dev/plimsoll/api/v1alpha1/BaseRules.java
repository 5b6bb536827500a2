package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// The rules of the family `base`.
public record BaseRules(
    @JsonPropertyDescription(
            "Rule non-slim-base: the base image is a slim one, its layers hold no more than max of"
                + " documentation, man pages, locales, headers, compilers and version control.")
        @Nullable NonSlimBase nonSlimBase) {

  static final BaseRules NONE = new BaseRules(null);

  /// How much of what nothing needs at run time may lie in the base image.
  public record NonSlimBase(
      @JsonPropertyDescription(
              "How much (uncompressed) documentation, man pages, locales, headers, compilers and"
                  + " version control the base layers may hold in all, such as 30Mi. Default:"
                  + " 30Mi.")
          @Default("30Mi")
          @SchemaFrom(type = Quantity.class)
          @ValidationRule(value = Texts.IS_SIZE, message = Texts.WRITE_A_SIZE)
          @Nullable String max,
      @JsonPropertyDescription(Texts.ENFORCEMENT_OF_A_RULE) @Nullable RuleMode enforcement)
      implements RuleField {}
}
