package dev.plimsoll.rule.parameter;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a component of a rule's parameter record means to whoever writes a policy.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Parameter {
  /// One sentence, without its default.
  String value();

  /// Whether a policy that names the rule must write it.
  boolean required() default false;

  /// What the texts of a list are.
  ParameterKind kind() default ParameterKind.NAMES;
}
