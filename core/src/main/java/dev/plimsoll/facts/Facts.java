package dev.plimsoll.facts;

import dev.plimsoll.facts.secret.DeclaredSecret;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import dev.plimsoll.image.Platform;
import dev.plimsoll.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is true of one image: of its manifest and config always, of its files where they were
/// read.
///
/// `digest` is the manifest's. `annotations` are the manifest's. `told` are the declared
/// secrets of an image of whose config no more than names is known, null where it is known
/// whole.
public record Facts(
    Digest digest,
    ImageConfig config,
    Map<String, String> annotations,
    List<Layer> layers,
    BaseImage base,
    @Nullable FileFacts contents,
    @Nullable List<DeclaredSecret> told) {
  /// What is made of images, as a number that goes up whenever more or something else is: facts
  /// that were kept under another one are read anew.
  public static final int VERSION = 5;

  public Facts {
    annotations = Map.copyOf(annotations);
    layers = List.copyOf(layers);
    told = told == null ? null : List.copyOf(told);
  }

  /// Facts of an image whose config is known whole.
  public Facts(
      Digest digest,
      ImageConfig config,
      Map<String, String> annotations,
      List<Layer> layers,
      BaseImage base,
      @Nullable FileFacts contents) {
    this(digest, config, annotations, layers, base, contents, null);
  }

  public Platform platform() {
    return config.platform();
  }

  /// The sum of the compressed layers.
  public Bytes pullSize() {
    return layers.stream().map(Layer::pullSize).reduce(Bytes.NONE, Bytes::plus);
  }

  /// What the layers hold, where they were read.
  public Optional<FileFacts> files() {
    return Optional.ofNullable(contents);
  }

  /// The secrets that the config tells in variables, labels and history; what a variable tells
  /// and the history repeats is named once for each.
  public List<DeclaredSecret> declaredSecrets() {
    if (told != null) {
      return told;
    }
    List<DeclaredSecret> found =
        new ArrayList<>(DeclaredSecret.inEnvironment(config.environment()));
    config.labels().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(label -> found.addAll(DeclaredSecret.inLabel(label.getKey(), label.getValue())));
    found.addAll(
        DeclaredSecret.inHistory(config.history().stream().map(HistoryEntry::createdBy).toList()));
    return found;
  }

  /// Whether the values of the image's variables are known, and not their names alone.
  public boolean tellsValues() {
    return told == null;
  }

  public Depth depth() {
    return contents == null ? Depth.CONFIG : Depth.FILES;
  }

  /// The layer with this number, counted from 1.
  public Layer layer(int number) {
    return layers.get(number - 1);
  }

  /// The same image, of whose layers these are not what their tables of contents said.
  Facts with(List<LayerMismatch> mismatches) {
    return new Facts(
        digest,
        config,
        annotations,
        layers,
        base,
        contents == null ? null : contents.with(mismatches),
        told);
  }

  /// The same image, telling no more than this of its config and annotations.
  Facts telling(ImageConfig less, Map<String, String> lessAnnotations) {
    return new Facts(digest, less, lessAnnotations, layers, base, contents, declaredSecrets());
  }

  /// The same image, whose layers were read.
  Facts withFiles(BaseImage found, FileFacts files) {
    return new Facts(digest, config, annotations, layers, found, files, told);
  }

  /// The same image under better knowledge of its base.
  public Facts on(BaseImage known) {
    return new Facts(digest, config, annotations, layers, known, contents, told);
  }
}
