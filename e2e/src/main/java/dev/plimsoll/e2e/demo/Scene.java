package dev.plimsoll.e2e.demo;

import java.util.List;

/// One thing the demo deploys, and what must come of it.
///
/// @param image the image's repository and tag in the demo's registry
/// @param about what is wrong or right with it, for the reader
/// @param refusedFor the rules that must be named in the refusal; none where it must be admitted
/// @param said texts that the refusal must hold besides
record Scene(String name, String image, String about, List<String> refusedFor, List<String> said) {
  static final List<Scene> REFUSED =
      List.of(
          new Scene(
              "too-big",
              "faults:too-big",
              "a model's weights baked into a slim, non-root image",
              List.of("pull-size"),
              List.of("limit 150.0 MiB", "layer ", "added on top of the base image: RUN ")),
          new Scene(
              "root",
              "faults:root",
              "a slim image that sets no USER",
              List.of("root-user"),
              List.of("sets no USER", "securityContext.runAsUser")),
          new Scene(
              "full-base",
              "faults:full-base",
              "a full Debian base: man pages, documentation, locales",
              List.of("non-slim-base"),
              List.of("came with the base image", "slim variant of ", "saves ")),
          new Scene(
              "compiler",
              "faults:compiler",
              "gcc installed on top of a slim base",
              List.of("compiler"),
              List.of("gcc-12", "added on top of the base image: RUN apt-get update", "saves ")),
          new Scene(
              "blt",
              "apps/000:before",
              "article 000 as it began: full base, headers, poetry, root",
              List.of("pull-size", "root-user", "non-slim-base", "compiler"),
              List.of("came with the base image", "saves ")),
          new Scene(
              "fastapi",
              "apps/002:before",
              "article 002 as it began: FROM python:3.11, pip install, COPY . .",
              List.of("pull-size", "root-user", "non-slim-base", "compiler"),
              List.of("came with the base image", "saves ")));

  static final List<Scene> ADMITTED =
      List.of(
          new Scene("blt", "apps/000:corrected", "article 000, corrected", List.of(), List.of()),
          new Scene(
              "fastapi", "apps/002:corrected", "article 002, corrected", List.of(), List.of()));

  boolean isRefused() {
    return !refusedFor.isEmpty();
  }
}
