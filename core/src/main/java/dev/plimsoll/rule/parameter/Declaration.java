package dev.plimsoll.rule.parameter;

import dev.plimsoll.rule.Rule;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A parameter of a rule: its name, what it means, what may be written, and its default.
public record Declaration(
    String name, String meaning, ParameterKind kind, boolean required, Object byDefault) {

  /// The parameters of a rule, in the order in which it declares them.
  public static List<Declaration> of(Rule<?> rule) {
    return of(rule.defaults());
  }

  /// The parameters of a record of them, whose values are the defaults.
  public static List<Declaration> of(Record parameters) {
    return Arrays.stream(parameters.getClass().getRecordComponents())
        .map(component -> of(component, parameters))
        .toList();
  }

  /// The rule's parameters with these values in place of the defaults, by name.
  public static <P extends Record> P parameters(Rule<P> rule, Map<String, Object> values) {
    P defaults = rule.defaults();
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Map<String, Object> all = new LinkedHashMap<>();
    for (RecordComponent component : components) {
      all.put(component.getName(), valueOf(component, defaults));
    }
    all.putAll(values);
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      @SuppressWarnings("unchecked") // a record of the same class as the defaults
      P built = (P) defaults.getClass().getConstructor(types).newInstance(all.values().toArray());
      return built;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "the parameters of " + rule.id() + " are a public record in a public class", e);
    }
  }

  /// The default as a policy writes it; a list's in brackets.
  public String writtenDefault() {
    if (byDefault instanceof List<?> values) {
      return values.stream().map(kind::write).toList().toString();
    }
    return kind.write(byDefault);
  }

  private static Declaration of(RecordComponent component, Record defaults) {
    Parameter parameter =
        Objects.requireNonNull(
            component.getAnnotation(Parameter.class),
            () -> component.getDeclaringRecord() + "." + component.getName() + " is no @Parameter");
    return new Declaration(
        component.getName(),
        parameter.value(),
        ParameterKind.of(component.getType(), parameter),
        parameter.required(),
        valueOf(component, defaults));
  }

  private static Object valueOf(RecordComponent component, Record defaults) {
    try {
      return component.getAccessor().invoke(defaults);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " of a public record can be read", e);
    }
  }
}
