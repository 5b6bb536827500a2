/// The packages of languages that record each package for itself: Python, npm, gem, Composer.
///
/// Python: `NAME-VERSION.dist-info` with `METADATA` (core metadata), `RECORD` (the files),
/// `REQUESTED` (somebody asked for it), `direct_url.json` (where it came from); older ones have
/// `.egg-info`. npm: `node_modules/NAME/package.json`, beside them `.package-lock.json`, which
/// knows what only development needs. gem: `specifications/NAME-VERSION.gemspec` for
/// `gems/NAME-VERSION`. Composer: `vendor/composer/installed.json`.
///
/// Of each file only what matters is kept when its layer is read.
@NullMarked
package dev.plimsoll.packages.language;

import org.jspecify.annotations.NullMarked;
