package dev.plimsoll.hostile;

import static dev.plimsoll.hostile.HostileCase.READ;
import static dev.plimsoll.hostile.HostileCase.of;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.image.ConfigReader;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.ManifestReader;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/// Manifests, indexes and configs that are no such thing, or more than anybody needs.
final class JsonCases {
  private static final String MANIFEST = "manifest";
  private static final String CONFIG = "config";
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
  private static final String CONFIG_OF =
      "'config':{'mediaType':'application/vnd.oci.image.config.v1+json','size':2,'digest':'%s'}"
          .formatted(DIGEST);
  private static final String LAYER =
      "{'mediaType':'application/vnd.oci.image.layer.v1.tar','size':9,'digest':'" + DIGEST + "'}";

  private static final String LONG_S = "'layer\u017f':[]";

  private JsonCases() {}

  static List<HostileCase> all() {
    return List.of(
        wrong(MANIFEST, "a web page", manifest("<html>")),
        wrong(MANIFEST, "empty", manifest("")),
        of(MANIFEST, "null", "Malformed", "no JSON object", manifest("null")),
        wrong(MANIFEST, "a list", manifest("[]")),
        wrong(MANIFEST, "two documents", manifest("{} {}")),
        flood(MANIFEST, "nested a million deep", manifest(image(LAYER, "'x':" + nested(1 << 20))))
            .besides(manifest(image(LAYER, "'x':" + nested(57)))),
        flood(MANIFEST, "300,000 names", manifest(image(LAYER, names(300_000))))
            .besides(manifest(image(LAYER, names(45_000)))),
        wrong(MANIFEST, "the same name twice", manifest(image(LAYER, CONFIG_OF))),
        disguised(MANIFEST, "layers twice, in other case", manifest(image(LAYER, "'Layers':[]"))),
        disguised(MANIFEST, "layers twice, by a long s", manifest(image(LAYER, LONG_S))),
        disguised(MANIFEST, "a layer with two digests", manifest(image(twoDigests(), "'a':0"))),
        of(MANIFEST, "a system that draws", "Malformed", "no name of up to", drawingIndex()),
        flood(MANIFEST, "a name of 2 MiB", manifest("{'" + "n".repeat(2 << 20) + "':0}")),
        flood(MANIFEST, "a text of 2 MiB", manifest("{'x':'" + "t".repeat(2 << 20) + "'}")),
        flood(MANIFEST, "a number of a million digits", manifest(sized("9".repeat(1_000_000)))),
        wrong(MANIFEST, "a number of a huge exponent", manifest(sized("1e999999999"))),
        wrong(MANIFEST, "a size beyond 64 bits", manifest(sized("9".repeat(20)))),
        of(MANIFEST, "a negative size", "Malformed", "lacks a media type", manifest(sized("-1"))),
        of(MANIFEST, "sizes that overflow", "Malformed", "more bytes than can exist", overflow()),
        wrong(MANIFEST, "a size in quotes", manifest(sized("'9'"))),
        of(MANIFEST, "layers that are no list", "Malformed", "layer 1 lacks", objectOfLayers()),
        of(MANIFEST, "a digest that is a path", "Malformed", "the digest of layer 1", path()),
        of(MANIFEST, "an unknown digest", "Malformed", "digest algorithm", unknownDigest()),
        of(MANIFEST, "6,000 layers", "TooLarge", "6000 layers, more than the 500", layers(6_000))
            .besides(layers(450)),
        flood(MANIFEST, "20,000 layers", layers(20_000)),
        of(
            MANIFEST,
            "a type of 900 KB",
            "Malformed",
            "neither an image",
            type("t".repeat(900_000))),
        of(
            MANIFEST,
            "a type that rings the bell",
            "Malformed",
            "neither",
            type("\\u0007\\u001b[2J")),
        wrong(MANIFEST, "invalid UTF-8", type("\u00ff")),
        of(
            MANIFEST,
            "UTF-32 that is none",
            "Malformed",
            "no text in UTF-8",
            manifest("\0\0\0-1\0")),
        flood(CONFIG, "nested a million deep", config("{'x':" + nested(1 << 20) + "}")),
        flood(CONFIG, "300,000 names", config("{" + names(300_000) + "}")),
        flood(CONFIG, "300,000 labels", config(labels(300_000))).besides(config(labels(44_000))),
        flood(CONFIG, "600,000 variables", config(variables(600_000)))
            .besides(config(variables(89_000))),
        flood(CONFIG, "a million steps of history", config(steps(1_000_000)))
            .besides(config(steps(44_000))),
        wrong(CONFIG, "the user twice", config("{'config':{'User':'app','User':'root'}}")),
        disguised(CONFIG, "the user twice, in other case", config(twoUsers())),
        disguised(CONFIG, "the user twice, by a long s", config(longS())),
        disguised(CONFIG, "a user by a long s", config("{'config':{'U\u017fer':'root'}}")),
        disguised(CONFIG, "two configs to be merged", config(twoConfigs())),
        disguised(CONFIG, "diffIDs twice, by a long s", config(twoRoots())),
        of(CONFIG, "half a character", READ, "\ufffd", config("{'config':{'User':'\\ud800'}}")),
        of(CONFIG, "a system that draws", "Malformed", "no name of up to", config(drawing())),
        wrong(CONFIG, "a user that is a list", config("{'config':{'User':['app','root']}}")),
        flood(CONFIG, "a user of 2 MiB", config("{'x':'" + "u".repeat(2 << 20) + "'}")),
        wrong(CONFIG, "a number as history", config("{'history':[1e400]}")));
  }

  private static HostileCase wrong(String group, String name, HostileCase.Attempt attempt) {
    return of(group, name, "Malformed", "not as specified", attempt);
  }

  /// Go reads one thing in it, a reader that folds otherwise another.
  private static HostileCase disguised(String group, String name, HostileCase.Attempt attempt) {
    return of(group, name, "Malformed", "that runtimes take for another one", attempt);
  }

  private static HostileCase flood(String group, String name, HostileCase.Attempt attempt) {
    return of(group, name, "TooLarge", "holds more, or nests deeper", attempt);
  }

  private static HostileCase.Attempt overflow() {
    String huge = LAYER.replace("9,", Long.MAX_VALUE + ",");
    return manifest(image(many(3, _ -> huge), "'a':0"));
  }

  private static HostileCase.Attempt objectOfLayers() {
    return manifest("{" + CONFIG_OF + ",'layers':{'a':'b'}}");
  }

  private static HostileCase.Attempt path() {
    return manifest(image(LAYER.replace(DIGEST, "sha256:../../etc/passwd"), "'a':0"));
  }

  private static HostileCase.Attempt unknownDigest() {
    return manifest(image(LAYER.replace("sha256", "md5"), "'a':0"));
  }

  private static HostileCase.Attempt layers(int count) {
    return manifest(image(many(count, _ -> LAYER), "'a':0"));
  }

  private static HostileCase.Attempt type(String type) {
    return manifest("{'mediaType':'" + type + "'}");
  }

  private static String names(int count) {
    return many(count, i -> "'n" + i + "':0");
  }

  private static String labels(int count) {
    return "{'config':{'Labels':{" + many(count, i -> "'n" + i + "':'v'") + "}}}";
  }

  private static String variables(int count) {
    return "{'config':{'Env':[" + many(count, i -> "'A=" + i + "'") + "]}}";
  }

  private static String steps(int count) {
    return "{'history':[" + many(count, _ -> "{}") + "]}";
  }

  private static String twoUsers() {
    return "{'config':{'User':'app','user':'root'}}";
  }

  private static String longS() {
    return "{'config':{'User':'1000','U\u017fer':'root'}}";
  }

  private static String twoConfigs() {
    return "{'config':{'Env':['PASSWORD=x']},'Config':{'User':'1000'}}";
  }

  private static String twoRoots() {
    return "{'rootfs':{'diff_ids':['" + DIGEST + "'],'diff_id\u017f':[]}}";
  }

  private static String twoDigests() {
    return LAYER.replace("'size'", "'Digest':'" + DIGEST.replace('0', '1') + "','size'");
  }

  private static String drawing() {
    return "{'os':'\\u001b[2J','architecture':'amd64'}";
  }

  private static HostileCase.Attempt drawingIndex() {
    String entry = LAYER.replace("'size'", "'platform':" + drawing() + ",'size'");
    return manifest("{'manifests':[" + entry + "]}");
  }

  private static HostileCase.Attempt manifest(String json) {
    return () -> {
      byte[] bytes = bytes(json);
      Object _ = ManifestReader.read(bytes, null, "reading the manifest", Limits.defaults());
      return "";
    };
  }

  private static HostileCase.Attempt config(String json) {
    return () -> {
      byte[] bytes = bytes(json);
      ImageConfig config = ConfigReader.read(bytes, "reading the config");
      return config.user();
    };
  }

  private static byte[] bytes(String json) {
    String text = json.replace('\'', '"');
    return text.indexOf('\u00ff') < 0
        ? text.getBytes(UTF_8)
        : text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static String image(String layers, String more) {
    return "{" + CONFIG_OF + ",'layers':[" + layers + "]," + more + "}";
  }

  private static String sized(String size) {
    return image(LAYER.replace("9,", size + ","), "'a':0");
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String many(int count, IntFunction<String> part) {
    StringJoiner parts = new StringJoiner(",");
    for (int i = 0; i < count; i++) {
      parts.add(part.apply(i));
    }
    return parts.toString();
  }
}
