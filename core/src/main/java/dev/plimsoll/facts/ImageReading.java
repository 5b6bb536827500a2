package dev.plimsoll.facts;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.program.CommandLine;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How one image's facts come about: first of its manifest and config, then of its layers.
final class ImageReading {
  private static final String BASE_NAME = "org.opencontainers.image.base.name";

  private final Limits limits;
  private final LayerReader layers;

  ImageReading(Limits limits) {
    this.limits = limits;
    this.layers = new LayerReader(limits, FileSurvey.FILES, FileSurvey.PROBES);
  }

  /// What manifest and config tell.
  Facts config(Place place, Digest digest, Manifest.OfImage manifest, Deadline deadline)
      throws SourceException {
    ImageConfig config = place.source().config(place.repository(), manifest.config(), deadline);
    int stored = manifest.layers().size();
    if (stored != config.diffIds().size()) {
      throw new SourceException.Malformed(
          "%s@%s is damaged: its manifest has %d layers and its config %d"
              .formatted(place, digest.abbreviated(), stored, config.diffIds().size()));
    }
    if (stored > limits.layers()) {
      throw new SourceException.TooLarge(
          "%s@%s has %d layers, more than the %d that are read at most"
              .formatted(place, digest.abbreviated(), stored, limits.layers()));
    }
    return new Facts(
        digest,
        config,
        manifest.annotations(),
        layersOf(manifest, config),
        baseName(manifest.annotations())
            .map(name -> new BaseImage(Evidence.ANNOTATION, 0, name))
            .orElse(BaseImage.UNREAD),
        null);
  }

  /// What one layer holds.
  LayerContents layer(Place place, Descriptor layer) throws SourceException {
    Deadline deadline = Deadline.in(limits.scan());
    String name = "layer %s of %s".formatted(layer.digest().abbreviated(), place);
    try (InputStream bytes = place.source().layer(place.repository(), layer, deadline)) {
      return layers.read(bytes, name, deadline);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException.Unavailable(name + " broke off: " + e.getMessage(), e);
    }
  }

  /// What a layer's table of contents lists, where it has one; provisional.
  Optional<LayerContents> list(Place place, Layer layer, Descriptor stored) throws SourceException {
    Deadline deadline = Deadline.in(ImageLibrary.SMALL_READ);
    return layers.list(
        stored,
        layer.diffId(),
        (from, length) -> place.source().range(place.repository(), stored, from, length, deadline),
        "layer %s of %s".formatted(stored.digest().abbreviated(), place),
        deadline);
  }

  /// What all layers together tell, lowest first; `said` are remarks about them.
  Facts files(Place place, Facts config, List<LayerContents> contents, List<String> said)
      throws SourceException {
    for (Layer layer : config.layers()) {
      Digest computed = contents.get(layer.number() - 1).diffId();
      if (!layer.diffId().equals(computed)) {
        throw new SourceException.DigestMismatch(
            "layer %d of %s is not what its config says: diffID %s, but its bytes have %s"
                .formatted(
                    layer.number(), place, layer.diffId().abbreviated(), computed.abbreviated()));
      }
    }
    Overlay overlay = Overlay.of(contents, limits, Deadline.in(limits.scan()));
    List<String> remarks = new ArrayList<>(said);
    remarks.addAll(config.config().remarks());
    new BuildHistory(config.config()).remark().ifPresent(remarks::add);
    FileSurvey.Survey survey = FileSurvey.of(overlay, commandLine(config.config()), remarks);
    return new Facts(
        config.digest(),
        config.config(),
        config.annotations(),
        config.layers(),
        base(config.annotations(), survey.systemLayer()),
        survey.facts());
  }

  private static CommandLine commandLine(ImageConfig config) {
    return new CommandLine(
        config.entrypoint(), config.command(), config.environment(), config.workingDirectory());
  }

  private static List<Layer> layersOf(Manifest.OfImage manifest, ImageConfig config) {
    BuildHistory history = new BuildHistory(config);
    List<Layer> layers = new ArrayList<>();
    for (Descriptor stored : manifest.layers()) {
      int number = layers.size() + 1;
      layers.add(
          new Layer(
              number,
              stored.digest(),
              config.diffIds().get(number - 1),
              stored.size(),
              history.instructionOf(number).orElse(null)));
    }
    return layers;
  }

  /// The base as the image itself tells it; `systemLayer` is the layer that brings the operating
  /// system, 0 where there is none.
  private static BaseImage base(Map<String, String> annotations, int systemLayer) {
    BaseImage found =
        systemLayer > 0
            ? new BaseImage(Evidence.OPERATING_SYSTEM, systemLayer, null)
            : BaseImage.NONE;
    return baseName(annotations)
        .map(name -> new BaseImage(Evidence.ANNOTATION, systemLayer, name))
        .orElse(found);
  }

  private static Optional<String> baseName(Map<String, String> annotations) {
    return Optional.ofNullable(annotations.get(BASE_NAME)).filter(name -> !name.isBlank());
  }
}
