package dev.plimsoll.cli;

import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.inspection.Logins;
import dev.plimsoll.cli.inspection.Wishes;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.KeptImages;
import dev.plimsoll.image.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How images are to be looked into, as options of a command.
final class ImageOptions {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /// How deep to look: `config` reads manifest and config alone.
  enum HowDeep {
    CONFIG,
    FILES
  }

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description =
          "Judge this platform of an image for several; may be given more than once. Default:"
              + " linux/amd64, as the operator's.")
  private List<String> platforms = new ArrayList<>();

  @Option(names = "--all-platforms", description = "Judge every platform that an image is for.")
  private boolean allPlatforms;

  @Option(
      names = "--depth",
      paramLabel = "DEPTH",
      defaultValue = "files",
      description =
          "How deep to look: config (manifest and config alone, two small reads) or files (the"
              + " layers too). Default: files.")
  private HowDeep depth = HowDeep.FILES;

  @Option(
      names = "--insecure-registry",
      paramLabel = "HOST[:PORT]",
      description = "Ask this registry over plain http; may be given more than once.")
  private List<String> plainHttp = new ArrayList<>();

  @Option(
      names = "--internal-registry",
      paramLabel = "HOST[:PORT]",
      description =
          "Ask this registry over https though it is at a loopback or link-local address; may be"
              + " given more than once.")
  private List<String> inside = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long reading one image may take. Default: 600.")
  private int seconds = 600;

  @Option(
      names = "--no-cache",
      negatable = true,
      description =
          "Keep no facts for the next run, and use none of an earlier one. They are kept under"
              + " $PLIMSOLL_CACHE, else ~/.cache/plimsoll.")
  private boolean cached = true;

  /// A desk for these options. Registries in `named` were named by whoever called, so they may be
  /// where they like; those on loopback are asked over plain http, as docker and crane do.
  ImageDesk desk(Terminal terminal, Collection<String> named) {
    return desk(terminal, named, false);
  }

  /// The same; `drawn` tells whether trees of the files are to be drawn.
  ImageDesk desk(Terminal terminal, Collection<String> named, boolean drawn) {
    return desk(terminal, named, drawn, true, KeptImages.NONE);
  }

  /// A desk that has images from `kept`, and from registries only where `registries` says so.
  ImageDesk desk(Terminal terminal, boolean registries, KeptImages kept) {
    return desk(terminal, List.of(), false, registries, kept);
  }

  private ImageDesk desk(
      Terminal terminal,
      Collection<String> named,
      boolean drawn,
      boolean registries,
      KeptImages kept) {
    if (allPlatforms && !platforms.isEmpty()) {
      throw Failure.usage("--platform and --all-platforms exclude each other; give one");
    }
    Set<String> http = new HashSet<>(plainHttp);
    named.stream().filter(ImageOptions::isLoopback).forEach(http::add);
    Set<String> https = new HashSet<>(inside);
    https.addAll(named);
    Depth deepest = depth == HowDeep.CONFIG ? Depth.CONFIG : Depth.FILES;
    Wishes wishes =
        new Wishes(
            judged(),
            deepest,
            Duration.ofSeconds(Math.max(1, seconds)),
            http,
            https,
            cached ? cache(terminal.environment()) : null,
            drawn,
            registries);
    try {
      return new ImageDesk(wishes, Logins.of(terminal.environment()), kept);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private List<Platform> judged() {
    if (allPlatforms) {
      return List.of();
    }
    try {
      return platforms.isEmpty()
          ? List.of(Platform.LINUX_AMD64)
          : platforms.stream().map(Platform::parse).toList();
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--platform: " + e.getMessage());
    }
  }

  /// Beside what else Plimsoll keeps for this user; null where there is no home.
  private static @Nullable Path cache(Map<String, String> environment) {
    String own = environment.getOrDefault("PLIMSOLL_CACHE", "");
    String all = environment.getOrDefault("XDG_CACHE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    if (!own.isBlank()) {
      return Path.of(own, "facts");
    }
    if (!all.isBlank()) {
      return Path.of(all, "plimsoll", "facts");
    }
    return home.isBlank() ? null : Path.of(home, ".cache", "plimsoll", "facts");
  }

  private static boolean isLoopback(String host) {
    return Stream.concat(LOOPBACK.stream(), LOOPBACK.stream().map(name -> name + ":"))
        .anyMatch(name -> name.endsWith(":") ? host.startsWith(name) : host.equals(name));
  }
}
