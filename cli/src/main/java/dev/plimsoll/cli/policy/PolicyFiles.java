package dev.plimsoll.cli.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.api.v1alpha1.Acceptance;
import dev.plimsoll.api.v1alpha1.ClusterImagePolicySpec;
import dev.plimsoll.api.v1alpha1.ImagePolicySpec;
import dev.plimsoll.api.v1alpha1.PolicyReader;
import dev.plimsoll.api.v1alpha1.PolicySpec;
import dev.plimsoll.api.v1alpha1.Profile;
import dev.plimsoll.cli.yaml.YamlDocument;
import dev.plimsoll.cli.yaml.YamlException;
import dev.plimsoll.cli.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads ImagePolicy and ClusterImagePolicy resources from YAML, as strictly as `kubectl apply`
/// would: a field that is not known is a fault.
public final class PolicyFiles {
  private static final String GROUP = "plimsoll.dev/";
  private static final String API_VERSION = GROUP + "v1alpha1";
  private static final String KIND = "ImagePolicy";
  private static final String CLUSTER_KIND = "ClusterImagePolicy";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final List<FilePolicy> policies = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  private PolicyFiles() {}

  /// The policies among the documents of one text; objects of other kinds are passed over, as
  /// files hold them beside policies.
  public static List<FilePolicy> read(String file, String text) throws UnreadablePolicyException {
    try {
      return read(YamlReader.read(file, text));
    } catch (YamlException e) {
      throw new UnreadablePolicyException(String.valueOf(e.getMessage()));
    }
  }

  /// The policies among documents.
  public static List<FilePolicy> read(List<YamlDocument> documents)
      throws UnreadablePolicyException {
    PolicyFiles files = new PolicyFiles();
    documents.stream().filter(PolicyFiles::isPolicy).forEach(files::add);
    if (!files.faults.isEmpty()) {
      throw new UnreadablePolicyException(String.join("\n", files.faults));
    }
    return files.policies;
  }

  /// The policy that a profile's name stands for.
  public static FilePolicy profile(Profile profile) {
    ImagePolicySpec spec = ImagePolicySpec.of(profile);
    String name = "profile " + profile.title();
    return switch (PolicyReader.read(name, spec)) {
      case Acceptance.Accepted accepted ->
          new FilePolicy(accepted.policy(), spec.match(), null, null);
      case Acceptance.NotAccepted(List<String> why) ->
          throw new IllegalArgumentException(name + " has no rules: " + why);
    };
  }

  private static boolean isPolicy(YamlDocument document) {
    String kind = document.text("kind");
    return document.text("apiVersion").startsWith(GROUP)
        && (kind.equals(KIND) || kind.equals(CLUSTER_KIND));
  }

  private void add(YamlDocument document) {
    if (!document.text("apiVersion").equals(API_VERSION)) {
      fault(
          document,
          "apiVersion",
          document.text("apiVersion") + " is not understood; write " + API_VERSION);
      return;
    }
    String name = document.text("metadata", "name");
    if (name.isEmpty()) {
      fault(document, "metadata", "metadata.name is missing; give the policy a name");
      return;
    }
    boolean everywhere = document.text("kind").equals(CLUSTER_KIND);
    String namespace = everywhere ? "" : document.text("metadata", "namespace");
    PolicySpec spec =
        spec(document, everywhere ? ClusterImagePolicySpec.class : ImagePolicySpec.class);
    if (spec != null) {
      accept(document, namespace.isEmpty() ? name : namespace + "/" + name, namespace, spec);
    }
  }

  private void accept(YamlDocument document, String title, String namespace, PolicySpec spec) {
    switch (PolicyReader.read(title, spec)) {
      case Acceptance.Accepted accepted ->
          policies.add(
              new FilePolicy(
                  accepted.policy(),
                  spec.match(),
                  namespace.isEmpty() ? null : namespace,
                  document.place()));
      case Acceptance.NotAccepted(List<String> why) ->
          why.forEach(sentence -> fault(document, sentence.replaceFirst(":.*", ""), sentence));
    }
  }

  private @Nullable PolicySpec spec(YamlDocument document, Class<? extends PolicySpec> type) {
    JsonNode spec = document.root().path("spec");
    if (!spec.isObject()) {
      fault(document, "spec", "spec is missing; write at least spec: {profile: Baseline}");
      return null;
    }
    try {
      PolicySpec read = MAPPER.treeToValue(spec, type);
      PolicyReader.unknownNames(read)
          .forEach(sentence -> fault(document, sentence.replaceFirst(":.*", ""), sentence));
      return read;
    } catch (JsonMappingException e) {
      String path = "spec" + pathOf(e);
      fault(document, path, path + ": " + sentence(e));
      return null;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is well-formed", e);
    }
  }

  private static String sentence(JsonMappingException why) {
    return switch (why) {
      case UnrecognizedPropertyException unknown ->
          "there is no such field; there are "
              + unknown.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(", "));
      case InvalidFormatException wrong when wrong.getTargetType().isEnum() ->
          "\"%s\" is none of %s".formatted(wrong.getValue(), choices(why));
      default -> "this is not of the shape that belongs here; see kubectl explain imagepolicy.spec";
    };
  }

  /// Jackson names an enum's words in its message alone: `… accepted for Enum class: [A, B]`.
  private static String choices(JsonMappingException why) {
    String message = why.getOriginalMessage();
    int open = message.lastIndexOf('[');
    int close = message.lastIndexOf(']');
    return open < 0 || close < open
        ? "the words that belong here"
        : message.substring(open + 1, close);
  }

  private static String pathOf(JsonMappingException why) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : why.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append('.').append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private void fault(YamlDocument document, String path, String sentence) {
    faults.add(document.placeOf(path) + ": " + sentence);
  }
}
