package dev.plimsoll.rule.custom;

import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;
import static dev.cel.common.types.SimpleType.TIMESTAMP;
import static dev.plimsoll.facts.Depth.CONFIG;
import static dev.plimsoll.facts.Depth.FILES;
import static dev.plimsoll.facts.Depth.REFERENCE;

import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.custom.Shape.Writing;
import dev.plimsoll.rule.custom.Variables.OfImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields of the variable `image`.
///
/// Secrets are blotted out of whatever a message could repeat.
final class ImageShape {
  private static final CelType STRINGS = ListType.create(STRING);
  private static final CelType STRING_MAP = MapType.create(STRING, STRING);

  private ImageShape() {}

  static Shape<CustomInput> shape() {
    Writing<CustomInput> image = Shape.named("Image", CONFIG);
    names(image);
    sizes(image);
    run(image);
    return files(image).shape();
  }

  private static void names(Writing<CustomInput> image) {
    image
        .field(
            "reference",
            STRING,
            REFERENCE,
            "what the container asks for, every default written out",
            of(Reference::toString))
        .field("registry", STRING, REFERENCE, "its registry host", of(Reference::registry))
        .field("repository", STRING, REFERENCE, "its repository", of(Reference::repository))
        .field(
            "tag",
            STRING,
            REFERENCE,
            "its tag; absent where it is asked for by digest alone",
            of(Reference::tag))
        .field("digest", STRING, "its manifest's digest", i -> i.facts().digest().toString())
        .field("platform", STRING, "`linux/amd64`, …", i -> i.facts().platform().toString());
  }

  private static void sizes(Writing<CustomInput> image) {
    image
        .field(
            "pullSize", INT, "bytes of all layers, compressed", i -> i.facts().pullSize().count())
        .field(
            "diskSize",
            INT,
            FILES,
            "bytes of all files in all layers, hidden ones included",
            inFiles(files -> files.diskSize().count()))
        .many("layers", Variables.LAYER, CONFIG, "its layers, lowest first", ImageShape::layers);
  }

  private static void run(Writing<CustomInput> image) {
    image
        .field("user", STRING, "the user that its config names, or empty", i -> config(i).user())
        .field("entrypoint", STRINGS, "its entrypoint", i -> redacted(i, config(i).entrypoint()))
        .field("command", STRINGS, "its command", i -> redacted(i, config(i).command()))
        .field(
            "env",
            STRING_MAP,
            "its variables; the values of secret ones are blotted out",
            i -> environment(i))
        .field("labels", STRING_MAP, "its labels", i -> redacted(i, config(i).labels()))
        .field(
            "annotations",
            STRING_MAP,
            "its manifest's annotations",
            i -> redacted(i, i.facts().annotations()))
        .many(
            "ports",
            Variables.PORT,
            CONFIG,
            "the ports it exposes",
            i -> config(i).exposedPorts().stream().sorted().toList())
        .field(
            "created",
            TIMESTAMP,
            "when it says it was made; absent where it does not",
            i -> config(i).created());
  }

  private static Writing<CustomInput> files(Writing<CustomInput> image) {
    return image
        .one(
            "os",
            Variables.OS,
            FILES,
            "its operating system; absent where it has none",
            i -> i.facts().files().map(FileFacts::operatingSystem).orElse(null))
        .many(
            "packages",
            Variables.PACKAGE,
            FILES,
            "the packages that are there when it runs, of every ecosystem",
            ImageShape::packages)
        .one("base", Variables.BASE, FILES, "the image it was built on", i -> i.facts().base());
  }

  private static ImageConfig config(CustomInput input) {
    return input.facts().config();
  }

  private static Function<CustomInput, @Nullable Object> of(
      Function<Reference, @Nullable String> part) {
    return input -> {
      Reference reference = input.reference();
      return reference == null ? null : part.apply(reference);
    };
  }

  private static Function<CustomInput, @Nullable Object> inFiles(Function<FileFacts, Object> part) {
    return input -> input.facts().files().map(part).orElse(null);
  }

  private static List<OfImage<Layer>> layers(CustomInput input) {
    Facts facts = input.facts();
    return facts.layers().stream().map(layer -> new OfImage<>(facts, layer)).toList();
  }

  private static @Nullable List<OfImage<InstalledPackage>> packages(CustomInput input) {
    Facts facts = input.facts();
    return facts.files().map(files -> present(facts, files)).orElse(null);
  }

  private static List<OfImage<InstalledPackage>> present(Facts facts, FileFacts files) {
    return files.packages().stream()
        .filter(InstalledPackage::present)
        .map(installed -> new OfImage<>(facts, installed))
        .toList();
  }

  private static List<String> redacted(CustomInput input, List<String> arguments) {
    return Lists.transform(arguments, input.redaction()::redacted);
  }

  private static Map<String, String> redacted(CustomInput input, Map<String, String> texts) {
    return Maps.transformValues(texts, input.redaction()::redacted);
  }

  /// Absent where only the names are known.
  private static @Nullable Map<String, String> environment(CustomInput input) {
    if (!input.facts().tellsValues()) {
      return null;
    }
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : config(input).environment()) {
      int equals = variable.indexOf('=');
      String name = equals < 0 ? variable : variable.substring(0, equals);
      environment.put(name, equals < 0 ? "" : variable.substring(equals + 1));
    }
    return Maps.transformEntries(environment, input.redaction()::redacted);
  }
}
