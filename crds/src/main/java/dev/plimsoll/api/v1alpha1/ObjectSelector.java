package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.plimsoll.rule.memory.Selection;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// A Kubernetes label selector over the labels of Pods or Namespaces: all of its parts must hold.
public record ObjectSelector(
    @JsonPropertyDescription("Labels that the object has with exactly these values.")
        @Size(max = 32)
        Map<String, @Size(max = 63) String> matchLabels,
    @JsonPropertyDescription("Requirements on labels; all of them must hold.") @Size(max = 32)
        List<Requirement> matchExpressions)
    implements Selection {

  private static final String FITTING_VALUES =
      "In and NotIn need values; Exists and DoesNotExist have none";

  public ObjectSelector {
    matchLabels = matchLabels == null ? Map.of() : Map.copyOf(matchLabels);
    matchExpressions = matchExpressions == null ? List.of() : List.copyOf(matchExpressions);
  }

  /// Whether an object with these labels is meant.
  @Override
  public boolean selects(Map<String, String> labels) {
    return labels.entrySet().containsAll(matchLabels.entrySet())
        && matchExpressions.stream().allMatch(requirement -> requirement.holdsFor(labels));
  }

  @Override
  public String phrase() {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(matchLabels).forEach((key, value) -> parts.add(key + "=" + value));
    matchExpressions.forEach(requirement -> parts.add(requirement.phrase()));
    return parts.isEmpty() ? "any labels" : String.join(" and ", parts);
  }

  /// What is wrong with the selector, which stands at `path`.
  List<String> faults(String path) {
    return IntStream.range(0, matchExpressions.size())
        .boxed()
        .flatMap(
            i -> matchExpressions.get(i).faults(path + ".matchExpressions[" + i + "]").stream())
        .toList();
  }

  /// One requirement on one label.
  @ValidationRule(
      value =
          "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0"
              + " : !has(self.values) || size(self.values) == 0",
      message = FITTING_VALUES)
  public record Requirement(
      @JsonPropertyDescription("The label's key.") @Required @Size(min = 1, max = 317) String key,
      @JsonPropertyDescription("How the label relates to the values.") @Required Operator operator,
      @JsonPropertyDescription(
              "The values of In and NotIn; none with Exists and DoesNotExist. An object without"
                  + " the label satisfies NotIn.")
          @Size(max = 32)
          List<@Size(max = 63) String> values) {

    public Requirement {
      values = values == null ? List.of() : List.copyOf(values);
    }

    List<String> faults(String path) {
      if (key == null) {
        return List.of(path + ".key: is missing; write the label's key");
      }
      if (operator == null) {
        return List.of(path + ".operator: write In, NotIn, Exists or DoesNotExist");
      }
      boolean fits =
          switch (operator) {
            case IN, NOT_IN -> !values.isEmpty();
            case EXISTS, DOES_NOT_EXIST -> values.isEmpty();
          };
      return fits ? List.of() : List.of(path + ": " + FITTING_VALUES);
    }

    String phrase() {
      return switch (operator) {
        case IN -> key + " in " + values;
        case NOT_IN -> key + " not in " + values;
        case EXISTS -> key;
        case DOES_NOT_EXIST -> "no " + key;
      };
    }

    boolean holdsFor(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
      };
    }
  }

  /// How a label relates to values, in Kubernetes' words.
  public enum Operator {
    @JsonProperty("In")
    IN,
    @JsonProperty("NotIn")
    NOT_IN,
    @JsonProperty("Exists")
    EXISTS,
    @JsonProperty("DoesNotExist")
    DOES_NOT_EXIST
  }
}
