package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of the family `buildTools`.
public record BuildToolsRules(
    @JsonPropertyDescription(
            "Rule compiler: the image holds no compiler, assembler or linker, by packages and by"
                + " files.")
        @Nullable Compiler compiler) {

  static final BuildToolsRules NONE = new BuildToolsRules(null);

  /// No compiler is left in the image.
  public record Compiler(
      @JsonPropertyDescription(
              "Names of packages whose compilers are allowed, such as gcc-12, for runtimes that"
                  + " compile while they run. Default: none.")
          @Size(max = 64)
          @ValidationRule(
              value = "self.all(name, name.matches('^[a-zA-Z0-9@][a-zA-Z0-9@/._+:-]*$'))",
              message = "write names of packages, without version, such as gcc-12")
          List<@Size(min = 1, max = 128) String> allow,
      @JsonPropertyDescription(Texts.ENFORCEMENT_OF_A_RULE) @Nullable RuleMode enforcement)
      implements RuleField {

    public Compiler {
      allow = allow == null ? List.of() : List.copyOf(allow);
    }
  }
}
