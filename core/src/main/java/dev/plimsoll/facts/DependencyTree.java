package dev.plimsoll.facts;

import dev.plimsoll.image.Bytes;

/// What one layer puts below a directory that installers fill with an application's dependencies,
/// whether or not a later layer hides it.
///
/// `root` is the directory's absolute path, the outermost where one lies in another. `disk` counts
/// the files' bytes uncompressed, `pull` those they take up in the layer.
public record DependencyTree(int layer, Kind kind, String root, int files, Bytes disk, Bytes pull) {

  /// Who fills such a directory.
  public enum Kind {
    /// npm, yarn, pnpm.
    NODE_MODULES,
    /// A directory with a `pyvenv.cfg`: `python -m venv`, virtualenv, uv, poetry.
    VIRTUAL_ENVIRONMENT,
    /// `site-packages` or `dist-packages` that lie in no virtual environment.
    SITE_PACKAGES,
    /// `vendor` as Composer, Bundler and Go fill it.
    VENDOR
  }
}
