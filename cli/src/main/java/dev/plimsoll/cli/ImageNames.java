package dev.plimsoll.cli;

import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layout.SourceName;
import dev.plimsoll.layout.SourceName.InArchive;
import dev.plimsoll.layout.SourceName.InLayout;
import dev.plimsoll.layout.SourceName.InRegistry;
import dev.plimsoll.layout.SourceName.Local;
import dev.plimsoll.layout.SourceName.OnStandardInput;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The images that a command was given: as they were written, and what that means.
///
/// `called` is the reference that an image in a file is judged by; null where it goes by the
/// name that it has there.
record ImageNames(Map<String, SourceName> images, @Nullable Reference called) {

  /// Reads names; each that is there twice counts once.
  static ImageNames of(List<String> names) {
    return of(names, null);
  }

  static ImageNames of(List<String> names, @Nullable String called) {
    Map<String, SourceName> images = new LinkedHashMap<>();
    try {
      for (String name : names) {
        images.put(name, SourceName.parse(name));
      }
      Reference reference = called == null ? null : Reference.parse(called);
      long files = images.values().stream().filter(Local.class::isInstance).count();
      if (reference != null && files != 1) {
        throw Failure.usage(
            "--as names one image in a file, but %d are given; scan them one by one"
                .formatted(files));
      }
      return new ImageNames(images, reference);
    } catch (InvalidReferenceException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  /// The registries that are named: by whoever called, so they may be where they like.
  List<String> registries() {
    return images.values().stream()
        .<String>mapMulti(
            (name, hosts) -> {
              if (name instanceof InRegistry(Reference reference)) {
                hosts.accept(reference.registry());
              }
            })
        .distinct()
        .toList();
  }

  /// Standard input can be read once: here, or as a policy.
  void leaveStandardInputTo(boolean others) {
    if (others && images.values().stream().anyMatch(OnStandardInput.class::isInstance)) {
      throw Failure.usage("an image and a policy are both -, but standard input can be read once");
    }
  }

  /// What each is judged by; files are opened.
  Map<String, Reference> open(ImageDesk desk, Terminal terminal) {
    Map<String, Reference> references = new LinkedHashMap<>();
    images.forEach((name, source) -> references.put(name, open(source, desk, terminal)));
    return references;
  }

  private Reference open(SourceName source, ImageDesk desk, Terminal terminal) {
    try {
      return switch (source) {
        case InRegistry(Reference reference) -> reference;
        case Local file -> desk.open(there(file, terminal), terminal.in(), called);
      };
    } catch (SourceException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static Local there(Local file, Terminal terminal) {
    return switch (file) {
      case InLayout(var path, var image) -> new InLayout(terminal.directory().resolve(path), image);
      case InArchive(var path, var image) ->
          new InArchive(terminal.directory().resolve(path), image);
      case OnStandardInput input -> input;
    };
  }

  /// What a registry would have told of images in files.
  List<String> lacking(Map<String, Reference> opened) {
    List<String> lacking = new ArrayList<>();
    images.forEach(
        (name, source) -> {
          if (source instanceof Local && called == null) {
            Reference reference = Objects.requireNonNull(opened.get(name));
            lacking.add(
                "the reference that a cluster pulls %s by: it is judged as %s/%s%s; give it with --as"
                    .formatted(
                        name.equals("-") ? "standard input" : name,
                        reference.registry(),
                        reference.repository(),
                        reference.tag() == null ? "" : ":" + reference.tag()));
          }
        });
    return lacking;
  }
}
