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

  private JsonCases() {}

  static List<HostileCase> all() {
    return List.of(
        of(MANIFEST, "a web page", "Malformed", "not as specified", manifest("<html>")),
        of(MANIFEST, "empty", "Malformed", "not as specified", manifest("")),
        of(MANIFEST, "null", "Malformed", "no JSON object", manifest("null")),
        of(MANIFEST, "a list", "Malformed", "not as specified", manifest("[]")),
        of(MANIFEST, "two documents", "Malformed", "not as specified", manifest("{} {}")),
        of(MANIFEST, "nested a million deep", "Malformed", "not as spec", manifest(nested(1 << 20)))
            .besides(manifest(image(LAYER, "'x':" + nested(55)))),
        of(
            MANIFEST,
            "300,000 names",
            READ,
            "",
            manifest(image(LAYER, many(300_000, i -> "'n" + i + "':0")))),
        of(
            MANIFEST,
            "the same name twice",
            "Malformed",
            "not as specified",
            manifest(image(LAYER, CONFIG_OF))),
        of(
            MANIFEST,
            "a name of 2 MiB",
            "Malformed",
            "not as specified",
            manifest("{'" + "n".repeat(2 << 20) + "':0}")),
        of(
            MANIFEST,
            "a text of 2 MiB",
            "Malformed",
            "not as specified",
            manifest("{'mediaType':'" + "t".repeat(2 << 20) + "'}")),
        of(
            MANIFEST,
            "a number of a million digits",
            "Malformed",
            "not as specified",
            manifest(sized("9".repeat(1_000_000)))),
        of(
            MANIFEST,
            "a number of a huge exponent",
            "Malformed",
            "not as specified",
            manifest(sized("1e999999999"))),
        of(
            MANIFEST,
            "a size beyond 64 bits",
            "Malformed",
            "not as specified",
            manifest(sized("9".repeat(20)))),
        of(
            MANIFEST,
            "a negative size",
            "Malformed",
            "lacks a media type or a size",
            manifest(sized("-1"))),
        of(
            MANIFEST,
            "sizes that overflow when added",
            "Malformed",
            "size",
            manifest(image(several(3, LAYER.replace("9,", Long.MAX_VALUE + ",")), "'a':0"))),
        of(MANIFEST, "a size in quotes", "Malformed", "not as specified", manifest(sized("'9'"))),
        of(
            MANIFEST,
            "layers that are no list",
            "Malformed",
            "not as specified",
            manifest("{" + CONFIG_OF + ",'layers':{'a':'b'}}")),
        of(
            MANIFEST,
            "a digest that is a path",
            "Malformed",
            "the digest of layer 1",
            manifest(image(LAYER.replace(DIGEST, "sha256:../../etc/passwd"), "'a':0"))),
        of(
            MANIFEST,
            "an unknown digest",
            "Malformed",
            "digest algorithm",
            manifest(image(LAYER.replace("sha256", "md5"), "'a':0"))),
        of(
                MANIFEST,
                "10,000 layers",
                "TooLarge",
                "10000 layers, more than the 500",
                manifest(image(several(10_000, LAYER), "'a':0")))
            .besides(manifest(image(several(450, LAYER), "'a':0"))),
        of(
            MANIFEST,
            "a type of 900 KB",
            "Malformed",
            "neither an image nor an index",
            manifest("{'mediaType':'" + "t".repeat(900_000) + "'}")),
        of(
            MANIFEST,
            "a name that rings the bell",
            "Malformed",
            "neither",
            manifest("{'mediaType':'\\u0007\\u001b[2J'}")),
        of(
            MANIFEST,
            "invalid UTF-8",
            "Malformed",
            "not as specified",
            manifest("{'mediaType':'\u00ff'}")),
        of(
            CONFIG,
            "nested a million deep",
            "Malformed",
            "not as specified",
            config(nested(1 << 20))),
        of(
            CONFIG,
            "300,000 names",
            READ,
            "",
            config("{" + many(300_000, i -> "'n" + i + "':0") + "}")),
        of(
            CONFIG,
            "300,000 labels",
            READ,
            "",
            config("{'config':{'Labels':{" + many(300_000, i -> "'n" + i + "':'v'") + "}}}")),
        of(
            CONFIG,
            "600,000 variables",
            READ,
            "",
            config("{'config':{'Env':[" + many(600_000, i -> "'A=" + i + "'") + "]}}")),
        of(
            CONFIG,
            "a million steps of history",
            READ,
            "",
            config("{'history':[" + many(1_000_000, _ -> "{}") + "]}")),
        of(
            CONFIG,
            "90,000 diffIDs",
            READ,
            "",
            config("{'rootfs':{'diff_ids':[" + many(90_000, _ -> "'" + DIGEST + "'") + "]}}")),
        of(
            CONFIG,
            "the user twice",
            "Malformed",
            "not as specified",
            config("{'config':{'User':'app','User':'root'}}")),
        of(
            CONFIG,
            "the user twice, in other case",
            READ,
            "root",
            config("{'config':{'User':'app','user':'root'}}")),
        of(
            CONFIG,
            "a user that is a list",
            "Malformed",
            "not as specified",
            config("{'config':{'User':['app','root']}}")),
        of(
            CONFIG,
            "a user of 2 MiB",
            "Malformed",
            "not as specified",
            config("{'config':{'User':'" + "u".repeat(2 << 20) + "'}}")),
        of(
            CONFIG,
            "a number as history",
            "Malformed",
            "not as specified",
            config("{'history':[1e400]}")));
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

  private static String several(int count, String part) {
    return many(count, _ -> part);
  }

  private static String many(int count, IntFunction<String> part) {
    StringJoiner parts = new StringJoiner(",");
    for (int i = 0; i < count; i++) {
      parts.add(part.apply(i));
    }
    return parts.toString();
  }
}
