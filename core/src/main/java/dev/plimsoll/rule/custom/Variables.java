package dev.plimsoll.rule.custom;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;
import static dev.plimsoll.facts.Depth.CONFIG;
import static dev.plimsoll.facts.Depth.FILES;
import static dev.plimsoll.facts.Depth.REFERENCE;

import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts.OperatingSystem;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.packages.InstalledPackage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The variables of expressions, their types and where their values come from.
final class Variables {
  private static final CelType STRING_MAP = MapType.create(STRING, STRING);

  /// A layer with the image that it belongs to.
  record OfImage<T>(Facts facts, T part) {}

  static final Shape<OfImage<Layer>> LAYER =
      Shape.<OfImage<Layer>>named("Layer", CONFIG)
          .field("number", INT, "its place, counted from 1, lowest first", l -> number(l.part))
          .field("digest", STRING, "its digest", l -> l.part.digest().toString())
          .field("size", INT, "its compressed bytes", l -> l.part.pullSize().count())
          .field(
              "instruction",
              STRING,
              "the Dockerfile instruction that made it; absent where the history does not tell",
              l -> l.part.instruction() == null ? null : l.part.instruction().text())
          .field(
              "origin",
              STRING,
              FILES,
              "`base`, `own`, `above-known-base` or `unknown`",
              l -> kebab(l.facts.base().originOf(l.part.number())))
          .shape();

  static final Shape<OfImage<InstalledPackage>> PACKAGE =
      Shape.<OfImage<InstalledPackage>>named("Package", FILES)
          .field("name", STRING, "its name", p -> p.part.name().name())
          .field("version", STRING, "its version, as its database writes it", p -> p.part.version())
          .field(
              "ecosystem",
              STRING,
              "`dpkg`, `apk`, `rpm`, `python`, `npm`, `gem`, `maven`, `go`, `cargo` or `composer`",
              p -> kebab(p.part.name().ecosystem()))
          .field("layer", INT, "the layer that brought it", p -> (long) p.part.layer())
          .field(
              "base",
              BOOL,
              "whether that layer is one of the base image's",
              p -> p.part.layer() <= p.facts.base().layers())
          .shape();

  /// Ports as configs write them: `8080/tcp`, `53/udp`, a bare `8080`.
  static final Shape<String> PORT =
      Shape.<String>named("Port", CONFIG)
          .field("number", INT, "the port", port -> Ports.number(port))
          .field("protocol", STRING, "`tcp`, `udp` or `sctp`", Ports::protocol)
          .shape();

  static final Shape<OperatingSystem> OS =
      Shape.<OperatingSystem>named("OperatingSystem", FILES)
          .field("id", STRING, "`debian`, `alpine`, `ubuntu`, …", OperatingSystem::id)
          .field("version", STRING, "`12`, `3.20.1`, …", OperatingSystem::version)
          .shape();

  static final Shape<BaseImage> BASE =
      Shape.<BaseImage>named("Base", FILES)
          .field("name", STRING, "what it is called; absent where that is unknown", BaseImage::name)
          .field("layers", INT, "how many of the lowest layers are its", b -> (long) b.layers())
          .field(
              "evidence",
              STRING,
              "how it is known: `layers`, `annotation`, `operating-system` or `none`",
              b -> kebab(b.evidence()))
          .shape();

  static final Shape<CustomInput> IMAGE = ImageShape.shape();

  static final Shape<CustomInput.Container> CONTAINER =
      Shape.<CustomInput.Container>named("Container", REFERENCE)
          .field("name", STRING, "its name", CustomInput.Container::name)
          .field(
              "runAsUser",
              INT,
              "the uid that the container or its Pod sets; absent where neither does",
              CustomInput.Container::runAsUser)
          .shape();

  static final Shape<CustomInput.Namespace> NAMESPACE =
      Shape.<CustomInput.Namespace>named("Namespace", REFERENCE)
          .field("name", STRING, "its name", CustomInput.Namespace::name)
          .field("labels", STRING_MAP, "its labels", CustomInput.Namespace::labels)
          .shape();

  static final List<Shape<?>> SHAPES =
      List.of(IMAGE, LAYER, PACKAGE, PORT, OS, BASE, CONTAINER, NAMESPACE);

  private Variables() {}

  /// The variables by name, with their types.
  static Map<String, CelType> types() {
    Map<String, CelType> types = new LinkedHashMap<>();
    types.put("image", IMAGE.type());
    types.put("container", CONTAINER.type());
    types.put("pod", MapType.create(STRING, SimpleType.DYN));
    types.put("namespace", NAMESPACE.type());
    return types;
  }

  /// The variables by name, with their values.
  static Map<String, Object> values(CustomInput input) {
    return Map.of(
        "image",
        IMAGE.of(input),
        "container",
        CONTAINER.of(input.container()),
        "pod",
        input.pod(),
        "namespace",
        NAMESPACE.of(input.namespace()));
  }

  private static Object number(Layer layer) {
    return (long) layer.number();
  }

  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
